import { type Command, InvalidArgumentError } from 'commander';
import type { TrafficPacket } from '../daemon/trafficProtocol.js';
import { openEmulator } from '../devices/open.js';
import { parseAddress } from '../rss/address.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit, usageError } from './exit.js';
import { displayName, readText } from './files.js';
import { parseAddressOption, parsePort } from './flowArguments.js';
import { landingText } from './trafficText.js';

interface SendOptions {
	readonly format: Format;
	readonly device: string;
	readonly src?: string;
	readonly dst?: string;
	readonly sport?: number;
	readonly dport?: number;
	readonly protocol?: 'tcp' | 'udp' | number;
	readonly fragment?: true;
	readonly mac?: string;
	readonly vlan?: number;
	readonly vport?: number;
	readonly count?: number;
	readonly inFlight?: number;
	readonly seed?: number;
}

/** `rssv2 traffic send --device URI (--src A --dst B [--sport P --dport P] … | PACKETS.json)` */
export function trafficSendCommand(context: CliContext): Command {
	return command<SendOptions>(
		context,
		{
			name: 'send',
			description: 'Let an emulator receive packets, and print where each lands and why.',
			configure: (self) =>
				self
					.argument(
						'[packets]',
						'JSON file with an array of packets as in traffic/send; - for standard input',
					)
					.requiredOption('--device <uri>', 'a running emulator: emulator:///run/rssv2.sock')
					.option('--src <address>', 'source IPv4 or IPv6 address', address)
					.option('--dst <address>', 'destination address of the same family', address)
					.option('--sport <port>', 'source port', parsePort)
					.option('--dport <port>', 'destination port', parsePort)
					.option('--protocol <name>', 'tcp, udp, or a number; tcp when there are ports', protocol)
					.option('--fragment', 'the first fragment of a larger packet')
					.option('--mac <address>', 'destination MAC address: 00-15-5D-01-02-03')
					.option('--vlan <id>', 'VLAN, 0 to 4095', upTo(0, 4095))
					.option('--vport <id>', 'to this VPort, past the filters', upTo(0, 0xffff_fffe))
					.option('--count <n>', 'that many such packets', upTo(1, 1_000_000_000))
					.option(
						'--in-flight <n>',
						'of that many packets after a move each may land on its source',
						upTo(0, 1_000),
					)
					.option('--seed <n>', 'decides which of those do', upTo(0, 0xffff_ffff)),
		},
		async ([file], options) => {
			const { format, device: uri, inFlight, seed } = options;
			const packets = file === undefined ? [packetOf(options)] : await packetsOf(context, file, options);
			const signal = context.interruption();
			const device = await openEmulator(uri, 'receive packets', { signal, environment: context.process.env });
			try {
				const result = await device.sendTraffic(
					{ packets, ...(inFlight !== undefined && { inFlight }), ...(seed !== undefined && { seed }) },
					signal,
				);
				if (format === 'json') context.terminal.printJson(result);
				else for (const landing of result.landings) context.terminal.print(landingText(landing));
			} finally {
				await device.close();
			}
			return Exit.clean;
		},
	);
}

function packetOf(options: SendOptions): TrafficPacket {
	const { src, dst, sport, dport, protocol: named, fragment, mac, vlan, vport, count } = options;
	if (src === undefined || dst === undefined) throw usageError('Give --src and --dst, or a file of packets.');
	if (parseAddress(src)?.length !== parseAddress(dst)?.length)
		throw usageError('--src and --dst must be addresses of one family: both IPv4 or both IPv6.');
	if ((sport === undefined) !== (dport === undefined))
		throw usageError('--sport and --dport go together: give both or none.');
	return {
		source: src,
		destination: dst,
		...(sport !== undefined && dport !== undefined && { sourcePort: sport, destinationPort: dport }),
		...(named !== undefined && { protocol: named }),
		...(fragment && { fragment }),
		...(mac !== undefined && { macDestination: mac }),
		...(vlan !== undefined && { vlanId: vlan }),
		...(vport !== undefined && { vportId: vport }),
		...(count !== undefined && { count }),
	};
}

/** The emulator judges what is in the file; it names the packet and the member. */
async function packetsOf(
	context: CliContext,
	file: string,
	{ src, dst }: SendOptions,
): Promise<TrafficPacket[]> {
	if (src !== undefined || dst !== undefined)
		throw usageError('Give --src and --dst, or a file of packets, not both.');
	const text = await readText(context, file);
	try {
		const packets: unknown = JSON.parse(text);
		if (Array.isArray(packets)) return packets;
	} catch (error) {
		throw usageError(`${displayName(file)}: ${(error as Error).message}`);
	}
	throw usageError(`${displayName(file)}: it must be an array of packets.`);
}

function address(text: string): string {
	parseAddressOption(text);
	return text;
}

function protocol(text: string): 'tcp' | 'udp' | number {
	if (text === 'tcp' || text === 'udp') return text;
	if (/^\d{1,3}$/.test(text) && Number(text) <= 255) return Number(text);
	throw new InvalidArgumentError('It must be tcp, udp, or a number from 0 to 255.');
}

function upTo(least: number, most: number): (text: string) => number {
	return (text) => {
		const value = Number(text);
		if (/^\d{1,10}$/.test(text) && value >= least && value <= most) return value;
		throw new InvalidArgumentError(
			`It must be a whole number from ${least} to ${most.toLocaleString('en')}.`,
		);
	};
}
