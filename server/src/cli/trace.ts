import { type Command, InvalidArgumentError } from 'commander';
import type { TracedRequest } from '../daemon/protocol.js';
import { openEmulator } from '../devices/open.js';
import type { Layout } from '../ndis/layout.js';
import { parseBuffer } from '../oid/bufferText.js';
import { decodeOidBuffer } from '../oid/decode.js';
import { requestSummary } from '../oid/requestSummary.js';
import { structureNamed } from '../oid/structures.js';
import { count } from '../plan/words.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit } from './exit.js';
import type { Terminal } from './terminal.js';

interface TraceOptions {
	readonly format: Format;
	readonly device: string;
	readonly count?: number;
}

/** `rssv2 trace --device URI [--count N]` */
export function traceCommand(context: CliContext): Command {
	return command<TraceOptions>(
		context,
		{
			name: 'trace',
			description:
				'Print every OID request that any client makes of an emulator, a line each (JSON: with its buffers), until Ctrl+C.',
			configure: (self) =>
				self
					.requiredOption('--device <uri>', 'a running emulator: emulator:///run/rssv2.sock')
					.option('--count <n>', 'end after this many requests', atLeastOne),
		},
		async (_, { format, device: uri, count: most = Number.POSITIVE_INFINITY }) => {
			const { terminal } = context;
			const interruption = context.interruption();
			const enough = new AbortController();
			const stop = AbortSignal.any([interruption, enough.signal]);
			const options = { signal: interruption, environment: context.process.env };
			const device = await openEmulator(uri, 'trace requests', options);
			let layout: Layout | undefined;
			let printed = 0;
			// Nobody reads any more (`| head`): there is nothing left to do.
			context.process.stdout.once('error', () => enough.abort());
			const print = (traced: TracedRequest) => {
				if (traced.dropped > 0) tellDropped(terminal, traced.dropped);
				terminal.print(format === 'json' ? JSON.stringify(traced) : lineOf(traced, layout, terminal));
				if (++printed >= most) enough.abort();
			};
			try {
				({ layout } = await device.describe(interruption));
				const dropped = await device.trace(print, stop, () =>
					terminal.complain(terminal.styled('dim', `tracing ${uri}`)),
				);
				if (dropped > 0) tellDropped(terminal, dropped);
			} finally {
				await device.close();
			}
			return Exit.clean;
		},
	);
}

/** `12 client 3 set OID_GEN_RECEIVE_SCALE_PARAMETERS_V2 VPort 1: Flags ENABLE_RSS … → NDIS_STATUS_SUCCESS` */
function lineOf(traced: TracedRequest, layout: Layout | undefined, terminal: Terminal): string {
	const { sequence, session, type, oidName, vportId, processor, status, statusName } = traced;
	const target = [
		...(vportId === undefined ? [] : [`VPort ${vportId}`]),
		...(processor === undefined ? [] : [`on ${processor}`]),
	].join(' ');
	const answer = terminal.styled(status === 0 ? 'green' : 'red', statusName);
	const summary = summaryOf(traced, layout);
	const said = summary === '' ? '' : `: ${summary}`;
	return `${sequence} client ${session} ${type} ${oidName}${target === '' ? '' : ` ${target}`}${said} -> ${answer}`;
}

/** What the request asked for; of moves, what became of each. */
function summaryOf(
	{ oidName, inputBuffer, outputBuffer, type, status }: TracedRequest,
	layout: Layout | undefined,
): string {
	const structure = structureNamed(oidName, layout);
	const moved = type === 'method' && status === 0 && outputBuffer !== '';
	const bytes = parseBuffer(type === 'query' || moved ? outputBuffer : inputBuffer, 'base64');
	if (!bytes || bytes.length === 0) return '';
	if (!structure) return count(bytes.length, 'byte');
	return requestSummary(decodeOidBuffer(bytes, structure));
}

function tellDropped(terminal: Terminal, dropped: number): void {
	terminal.complain(
		`rssv2: ${count(dropped, 'request')} not shown here: they came faster than they were read.`,
	);
}

function atLeastOne(text: string): number {
	const value = Number(text);
	if (/^\d{1,9}$/.test(text) && value > 0) return value;
	throw new InvalidArgumentError('It must be a whole number from 1 on.');
}
