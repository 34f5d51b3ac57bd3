import type { Invocation, Output } from '../programs/runner.js';
import type { LinuxNic } from './nic.js';
import type { LinuxAffinityRequest, LinuxRequest } from './request.js';
import { canWrite, tableInvocation } from './tableWriter.js';

/** Writes `INTERRUPT=PROCESSORS` of each argument; the first that fails ends it. */
const AFFINITY_SCRIPT = `for one; do
	echo "\${one#*=}" >"/proc/irq/\${one%%=*}/smp_affinity_list" || exit 1
done
`;

/** The key comes by standard input: arguments can be seen in the list of processes, here and on the way. */
const KEY_SCRIPT = 'read -r key && tool=$1 name=$2 && shift 2 && exec "$tool" -X "$name" hkey "$key" "$@"';

/** The program that carries out a request on an interface, or why there is none. */
export function invocationFor(
	request: LinuxRequest,
	nic: LinuxNic,
): Invocation | { readonly refused: string } {
	const { ethtool, interface: name } = nic;
	const context = nic.context === undefined ? [] : ['context', String(nic.context)];
	switch (request.kind) {
		case 'linuxChannels':
			return { argv: [ethtool, '-L', name, request.channel, String(request.count)] };
		case 'linuxKey':
			return { argv: ['sh', '-c', KEY_SCRIPT, 'sh', ethtool, name, ...context], stdin: `${request.key}\n` };
		case 'linuxFlowHash':
			return { argv: [ethtool, '-N', name, 'rx-flow-hash', request.flow, request.fields, ...context] };
		case 'linuxReceiveHash':
			return { argv: [ethtool, '-K', name, 'rxhash', request.on ? 'on' : 'off'] };
		case 'linuxAffinity':
			return affinityInvocation(request, nic);
		case 'linuxTable': {
			const writer = nic.tableWriters.find((one) => canWrite(one, request.queues));
			if (!writer) return { refused: 'nothing on that machine can write this table' };
			return tableInvocation(writer, nic, request.queues);
		}
	}
}

function affinityInvocation(
	{ queues }: LinuxAffinityRequest,
	{ vectors }: LinuxNic,
): Invocation | { readonly refused: string } {
	const irqOf = new Map(vectors.map(({ queue, irq }) => [queue, irq]));
	const lost = queues.find(({ queue }) => !irqOf.has(queue));
	if (lost) return { refused: `the interrupt of queue ${lost.queue} is not to be found` };
	const words = queues.map(({ queue, processors }) => `${irqOf.get(queue)}=${processors}`);
	return { argv: ['sh', '-s', '--', ...words], stdin: AFFINITY_SCRIPT };
}

/**
 * Why a program that ended did not do what it should, in its own words; undefined when it did. `ethtool -N` and `-K` of
 * some versions end with 0 although they failed: then what they complain of tells.
 */
export function refusalIn({ kind }: LinuxRequest, { code, stdout, stderr }: Output): string | undefined {
	const said = `${stderr}\n${stdout}`
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');
	if (code !== 0) return said[0] ?? `it ended with ${code}`;
	if (kind !== 'linuxFlowHash' && kind !== 'linuxReceiveHash') return undefined;
	return said.find((line) => /^cannot |^could not |not supported|invalid/i.test(line));
}
