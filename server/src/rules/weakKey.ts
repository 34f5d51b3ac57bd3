import type { ScalingEntity } from '../config/model.js';
import { count, enumerate } from '../plan/words.js';
import { isPowerOfTwo } from '../rss/indirectionTable.js';
import { analyzeKey, type FieldRank, type LayoutAnalysis } from '../rss/keyAnalysis.js';
import { layoutsOf } from '../rss/keyLayout.js';
import { exampleText } from './example.js';
import type { OverallRule } from './rule.js';
import { usersOf } from './sharedHash.js';

/** Part of the table can never be reached, whatever the traffic. */
export const weakKey: OverallRule = {
	id: 'weak-key',
	looksAtAll: true,
	severity: 'warning',
	summary: 'The key reaches only a part of the entries.',
	documentation:
		'The hash is linear over GF(2): each bit of the input that is set adds 32 bits of the key. If the low log2(N) bits of these windows have rank r below log2(N), only 2^r of N entries are ever used. Over all fields that is so for keys with long runs or short periods; over the ports alone it concerns the connections between two hosts. `rssv2 key new` draws keys that reach every entry, `rssv2 key check` shows the ranks.',
	examples: {
		bad: exampleText({
			hash: 'types: [tcpIpv4], secretKey: "00000000000000000000000000000000000000000000000000000000000000000000000000000000"',
			vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]',
		}),
		good: exampleText({
			hash: 'types: [tcpIpv4], secretKey: "4fa17c0e93d85b26e7308d42b916fc650ac3589e712de4873bd014a66f92cb35881e57f029b463dd"',
			vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]',
		}),
	},
	*check(entity, configuration) {
		const { secretKey } = entity.hash;
		const users = usersOf(entity, configuration, ({ hash }) => hash.secretKey);
		const entries = Math.max(0, ...users.map(sizeOf));
		if (entries < 2) return;
		const types = users.flatMap(({ hash }) => hash.types.value);
		const found = analyzeKey(secretKey.value, layoutsOf(types), entries).flatMap((analysis) =>
			shortOf(analysis, entries),
		);
		if (found.length === 0) return;
		yield {
			message: `Weak key: of ${entries} entries it reaches ${enumerate(found)}.`,
			span: secretKey.span,
		};
	},
};

/** Entries of a table that an adapter could take. */
function sizeOf({ indirectionTable: { entries } }: ScalingEntity): number {
	return isPowerOfTwo(entries.length) ? entries.length : 0;
}

/** What of a layout does not reach all entries, though it has bits enough: `1 by IPv4 addresses`. */
function shortOf({ layout, all, ports }: LayoutAnalysis, entries: number): string[] {
	const told = (field: FieldRank, of: string) =>
		`only ${field.reachable} (rank ${field.index} of ${count(Math.log2(entries), 'bit')}) by ${of}`;
	if (all.reachable < entries) return [told(all, layout.name)];
	const family = layout.name.split(' ')[0] ?? '';
	return ports && ports.reachable < entries ? [told(ports, `the ports of ${family} alone`)] : [];
}
