import type { ScalingEntity } from '../config/model.js';
import type { KeyView } from '../protocol.js';
import { isPowerOfTwo } from '../rss/indirectionTable.js';
import { analyzeKey, isSymmetric } from '../rss/keyAnalysis.js';
import { layoutsOf } from '../rss/keyLayout.js';

/** Makes the views of one picture: entities with one key, one set of hash types and one size are analysed once. */
export class KeyViews {
	readonly #known = new Map<string, KeyView | undefined>();

	/** Undefined where no hash chooses an entry, or not by its low bits. */
	of({ rss, hash, indirectionTable }: ScalingEntity): KeyView | undefined {
		const entries = indirectionTable.entries.length;
		if (!rss.value || entries < 2 || !isPowerOfTwo(entries)) return undefined;
		const about = `${entries} ${hash.types.value.join()} ${hash.secretKey.value.join()}`;
		if (!this.#known.has(about)) {
			this.#known.set(about, keyView(hash.secretKey.value, layoutsOf(hash.types.value), entries));
		}
		return this.#known.get(about);
	}
}

function keyView(
	key: Uint8Array,
	layouts: ReturnType<typeof layoutsOf>,
	entries: number,
): KeyView | undefined {
	const analyses = analyzeKey(key, layouts, entries);
	if (analyses.length === 0) return undefined;
	const reached = Math.min(...analyses.map(({ all }) => all.reachable));
	const byPorts = Math.min(...analyses.map(({ ports }) => ports?.reachable ?? entries));
	const hasPorts = analyses.some(({ ports }) => ports !== undefined);
	return {
		rank: Math.log2(reached),
		of: Math.log2(entries),
		words: [
			reached < entries
				? `This key reaches ${reached} of ${entries} entries, whatever the traffic.`
				: `This key reaches every entry${hasPorts && byPorts === entries ? ', by the ports alone too' : ''}.`,
			...(byPorts < reached
				? [
						`Connections between two hosts, which differ in their ports alone, reach ${byPorts} of ${entries}.`,
					]
				: []),
			...(analyses.every(isSymmetric) ? ['Both directions of a flow have one hash.'] : []),
		],
	};
}
