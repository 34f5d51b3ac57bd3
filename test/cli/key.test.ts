import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CliUnderTest } from '../support/cli.js';

let cli: CliUnderTest;
beforeAll(async () => {
	cli = await CliUnderTest.build();
});
afterAll(() => cli.dispose());

const MICROSOFT = '6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa';

async function check(key: string, ...args: string[]) {
	const { stdout, code } = await cli.run(['key', 'check', key, '--format', 'json', ...args]);
	return { code, report: JSON.parse(stdout) };
}

describe('key new', () => {
	test('prints a key of 40 bytes that reaches all of the largest table, another each time', async () => {
		const runs = [await cli.run(['key', 'new']), await cli.run(['key', 'new'])];
		for (const { stdout, stderr, code } of runs) {
			expect(stdout).toMatch(/^([0-9a-f]{2}:){39}[0-9a-f]{2}\n$/);
			expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
			const { code: checked, report } = await check(stdout.trim(), '--entries', '2048');
			expect(checked).toBe(0);
			expect(report).toMatchObject({ bytes: 40, weak: false, symmetric: false, published: null });
		}
		expect(runs[0]?.stdout).not.toBe(runs[1]?.stdout);
	});
	test('--symmetric gives one of full rank, and says how little of it is free', async () => {
		const { stdout, stderr, code } = await cli.run(['key', 'new', '--symmetric']);
		expect(code).toBe(0);
		expect(stderr).toContain('18 bits');
		const { report } = await check(stdout.trim());
		expect(report).toMatchObject({ weak: false, symmetric: true });
		for (const { all } of report.layouts) expect(all).toMatchObject({ hash: 32, index: 7 });
	});
	test('--types leaves more of a symmetric key free, --bytes makes it longer', async () => {
		const args = [
			'key',
			'new',
			'--symmetric',
			'--types',
			'tcpIpv6,udpIpv6',
			'--bytes',
			'52',
			'--format',
			'json',
		];
		const { stdout, stderr } = await cli.run(args);
		const { key, symmetric, freeBits } = JSON.parse(stdout);
		expect(key.split(':')).toHaveLength(52);
		expect({ symmetric, freeBits, stderr }).toEqual({ symmetric: true, freeBits: 113, stderr: '' });
	});
	test.each([
		[['--types', 'tcpIpv5'], '"tcpIpv5" is none of ipv4,'],
		[['--bytes', '39'], 'from 40 to 64'],
	])('%j is wrong usage', async (args, message) => {
		const { code, stderr } = await cli.run(['key', 'new', ...args]);
		expect(code).toBe(2);
		expect(stderr).toContain(message);
	});
});

describe('key check', () => {
	test("Microsoft's key: full rank, not symmetric, published", async () => {
		const { code, report } = await check(MICROSOFT, '--types', 'tcpIpv4');
		expect(code).toBe(0);
		expect(report).toMatchObject({ entries: 128, weak: false, symmetric: false });
		expect(report.published).toContain('Microsoft');
		expect(report.layouts).toHaveLength(1);
		expect(report.layouts[0]).toMatchObject({
			layout: 'IPv4 addresses and ports',
			all: { hash: 32, index: 7, reachable: 128 },
			ports: { index: 7 },
		});
	});
	test('a key of zeros is weak: exit status 1, and the text says so', async () => {
		const { code, stdout } = await cli.run(['key', 'check', '00:'.repeat(39).concat('00')]);
		expect(code).toBe(1);
		expect(stdout).toContain('Weak: part of the table can never be reached.');
		expect(stdout).toContain('1 of 128');
	});
	test('a table of one entry is reached by any key', async () => {
		expect((await check('00'.repeat(40), '--entries', '1')).report.weak).toBe(false);
	});
	test('reads a key from standard input', async () => {
		const { stdout, code } = await cli.run(['key', 'check', '-'], {
			stdin: `${'6d:5a:'.repeat(20).slice(0, -1)}\n`,
		});
		expect(code).toBe(0);
		expect(stdout).toContain('Symmetric over IPv4 addresses,');
		expect(stdout).toContain('16 of 32');
	});
	test('complaints do not repeat the key', async () => {
		for (const key of [MICROSOFT.slice(0, 40), `${MICROSOFT}x`, MICROSOFT.slice(1)]) {
			const { code, stdout, stderr } = await cli.run(['key', 'check', key]);
			expect(code).toBe(2);
			expect(stdout + stderr).not.toContain(key.slice(4, 30));
		}
		const { stderr } = await cli.run(['key', 'check', MICROSOFT, '--entries', '96']);
		expect(stderr).toContain('a power of two');
	});
});
