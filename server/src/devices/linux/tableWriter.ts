import type { Invocation } from '../programs/runner.js';
import type { LinuxNic, TableWriter } from './nic.js';

/**
 * Writes a table by SIOCETHTOOL (linux/sockios.h, linux/ethtool.h): ETHTOOL_GRSSH tells the header of struct ethtool_rxfh,
 * of which the input transformation is kept; ETHTOOL_SRSSH sets the entries, with hash function 0 and no key: both stay.
 */
const PYTHON = `import array, fcntl, os, socket, struct, sys
name, context, queues = sys.argv[1].encode(), int(sys.argv[2]), [int(word) for word in sys.argv[3:]]
link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
def call(words):
    fcntl.ioctl(link, 0x8946, struct.pack("16sP16x", name, words.buffer_info()[0]))
try:
    head = array.array("I", [0x46, context, 0, 0, 0, 0])
    call(head)
    flags = head.tobytes()[16:20]
    keep = struct.unpack("=I", b"\\0" + flags[1:2] + b"\\0\\0")[0]
    call(array.array("I", [0x47, context, len(queues), 0, keep, 0] + queues))
except OSError as error:
    sys.exit(os.strerror(error.errno))
`;
const PERL = `my ($name, $context, @queues) = @ARGV;
socket(my $link, 2, 2, 0) or die "$!\\n";
sub call { ioctl($link, 0x8946, pack("a16 P x16", $name, $_[0])) or die "$!\\n" }
my $head = pack("L4 C4 L", 0x46, $context, 0, 0, 0, 0, 0, 0, 0);
call($head);
my $keep = (unpack("L4 C4 L", $head))[5];
my $table = pack("L4 C4 L L*", 0x47, $context, scalar @queues, 0, 0, $keep, 0, 0, 0, @queues);
call($table);
`;

/** Whether a writer can write this very table. */
export function canWrite(writer: TableWriter, queues: readonly number[]): boolean {
	return writer !== 'ethtool' || weightsOf(queues) !== undefined || equalOf(queues) !== undefined;
}

/** How a writer is run. @throws RangeError when it cannot write this table (see {@link canWrite}) */
export function tableInvocation(
	writer: TableWriter,
	{ ethtool, interface: interfaceName, context }: Pick<LinuxNic, 'ethtool' | 'interface' | 'context'>,
	queues: readonly number[],
): Invocation {
	if (writer === 'ethtool') {
		const words = equalOf(queues) ?? weightsOf(queues);
		if (!words) throw new RangeError('ethtool has no words for this table.');
		const which = context === undefined ? [] : ['context', String(context)];
		return { argv: [ethtool, '-X', interfaceName, ...words, ...which] };
	}
	// Context 0 is the interface's own.
	const args = [interfaceName, context ?? 0, ...queues].map(String);
	return writer === 'python3'
		? { argv: ['python3', '-I', '-S', '-', ...args], stdin: PYTHON }
		: { argv: ['perl', '-', ...args], stdin: PERL };
}

/** `start S equal N`: entry i is queue S + i mod N. */
function equalOf(queues: readonly number[]): string[] | undefined {
	const [start = 0] = queues;
	const last = queues.reduce((most, queue) => Math.max(most, queue), start);
	const n = last - start + 1;
	if (!queues.every((queue, i) => queue === start + (i % n))) return undefined;
	// Older versions of ethtool have no start.
	return start === 0 ? ['equal', String(n)] : ['start', String(start), 'equal', String(n)];
}

/** `weight W…`: with as many entries for each queue as it has, in the queues' order; only such tables can be had. */
function weightsOf(queues: readonly number[]): string[] | undefined {
	if (!queues.every((queue, i) => i === 0 || queue >= (queues[i - 1] ?? 0))) return undefined;
	const weights = new Array<number>((queues.at(-1) ?? 0) + 1).fill(0);
	for (const queue of queues) weights[queue] = (weights[queue] ?? 0) + 1;
	return ['weight', ...weights.map(String)];
}
