import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EmulatorServer } from '../../server/src/daemon/emulatorServer.js';
import { newEntity } from '../../server/src/emulator/newEntity.js';
import { p } from '../support/adapter.js';
import { CliUnderTest } from '../support/cli.js';
import { socketDirectory } from '../support/daemon.js';
import { adapterIn, spreading } from '../support/receiving.js';

const vector = ['--src', '66.9.149.187', '--dst', '161.142.100.80', '--sport', '2794', '--dport', '1766'];

let cli: CliUnderTest;
let directory: Awaited<ReturnType<typeof socketDirectory>>;
let server: EmulatorServer;
let device: readonly string[];
beforeAll(async () => {
	cli = await CliUnderTest.build();
});
afterAll(() => cli.dispose());
beforeEach(async () => {
	directory = await socketDirectory();
	server = new EmulatorServer(adapterIn([spreading(0), newEntity(1, p('0:2'), { active: false })]));
	await server.listen({ kind: 'unix', path: directory.path });
	device = ['--device', `emulator://${directory.path}`];
});
afterEach(async () => {
	await server.close();
	await directory.remove();
});
const send = (...args: string[]) => cli.run(['traffic', 'send', ...device, ...args]);
const counters = (...args: string[]) => cli.run(['counters', ...device, ...args]);

describe('rssv2 traffic send', () => {
	it('prints where a packet lands and why', async () => {
		expect(await send(...vector)).toEqual({
			code: 0,
			stdout: 'packet 0: VPort 0, 0:2, entry 0 (tcpIpv4 0x51ccc178)\n',
			stderr: '',
		});
		const udp = await send(...vector, '--protocol', 'udp', '--count', '3');
		expect(udp.stdout).toBe('packet 0 × 3: VPort 0, 0:4, entry 2 (ipv4 0x323e8fc2)\n');
		const dropped = await send(...vector, '--vport', '1');
		expect(dropped.stdout).toBe('packet 0: VPort 1, dropped: the VPort is not activated\n');
	});

	it('sends the packets of a file, and prints JSON', async () => {
		const packets = [
			{ source: '::1', destination: '::2', vlanId: 5 },
			{ data: Buffer.from('0200000000020200000000010806', 'hex').toString('base64') },
		];
		const file = await cli.file('packets.json', JSON.stringify(packets));
		const run = await send(file, '--format', 'json');
		expect(run.code).toBe(0);
		expect(JSON.parse(run.stdout).landings).toMatchObject([
			{ packet: 0, vportId: 0, hashType: 'ipv6' },
			{ packet: 1, processor: '0:9', hashType: null, problem: 'no IP packet' },
		]);
		const piped = await cli.run(['traffic', 'send', ...device, '-'], { stdin: JSON.stringify(packets) });
		expect(piped.stdout).toMatch(
			/^packet 0: .*ipv6 .*\npacket 1: .*default processor \(no hash: no IP packet\)\n$/,
		);
	});

	it.each<[string, string[], RegExp]>([
		['nothing to send', [], /Give --src and --dst, or a file/],
		['two families', ['--src', '::1', '--dst', '1.1.1.1'], /one family/],
		['one port', ['--src', '::1', '--dst', '::2', '--sport', '1'], /go together/],
		['no address', ['--src', 'here', '--dst', '::2'], /neither an IPv4 nor an IPv6/],
		['no protocol', [...vector, '--protocol', 'sctp'], /must be tcp, udp/],
		['a count of 0', [...vector, '--count', '0'], /whole number from 1/],
		['both', [...vector, 'x.json'], /not both/],
	])('refuses %s', async (_, args, message) => {
		const run = await send(...args);
		expect(run.stderr).toMatch(message);
		expect(run.code).toBe(2);
	});

	it('says which packet of a file is wrong', async () => {
		const run = await send(await cli.file('wrong.json', '[{"source": "1.1.1.1"}]'));
		expect(run.code).toBe(1);
		expect(run.stderr).toContain('packets[0].destination must be an IPv4 or IPv6 address');
		const none = await send(await cli.file('none.json', '{}'));
		expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('must be an array of packets')]);
		expect((await send(join(cli.directory, 'nowhere.json'))).code).not.toBe(0);
	});
});

describe('rssv2 counters', () => {
	it('prints what was received, by VPort, and sets it back', async () => {
		await send(...vector, '--count', '3000');
		await send(...vector, '--fragment', '--count', '1000');
		await send(...vector, '--vport', '1');
		const { code, stdout } = await counters();
		expect(code).toBe(0);
		const bar = (length: number) => '█'.repeat(length);
		expect(stdout).toBe(
			[
				'4,001 packets; 1 dropped: the VPort is not activated',
				'VPort 0: 4,000 received, 0 dropped',
				`  0:2                 3,000  75.0 %  ${bar(30)}`,
				`  0:4                 1,000  25.0 %  ${bar(10)}`,
				'  entries: 0: 3,000, 2: 1,000',
				'  hash types: ipv4: 1,000, tcpIpv4: 3,000',
				'VPort 1: 0 received, 1 dropped',
				'',
			].join('\n'),
		);
		const one = JSON.parse((await counters('--vport', '1', '--format', 'json', '--reset')).stdout);
		expect(one).toMatchObject({ packets: 4001, vports: [{ vportId: 1, dropped: 1 }] });
		expect((await counters()).stdout).toBe('0 packets\n');
	});

	it('is for an emulator only', async () => {
		expect((await cli.run(['counters', '--device', 'linux:///eth1'])).code).toBe(2);
		expect((await counters('--vport', '4294967295')).code).toBe(2);
	});
});
