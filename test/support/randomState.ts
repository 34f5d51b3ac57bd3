import { type AdapterState, type EntityState, PF_FUNCTION_ID } from '../../server/src/emulator/state.js';
import type { Processor } from '../../server/src/rss/processor.js';
import type { SeededRandom } from '../../server/src/traffic/random.js';

/** A state that an adapter with room for everything can be in: VPort 0 and up to three others. */
export function randomState(random: SeededRandom, processors: readonly Processor[]): AdapterState {
	const below = (n: number) => random.next() % n;
	const entity = (vportId: number): EntityState => {
		const used = Array.from(
			{ length: 1 + below(4) },
			() => processors[below(processors.length)] as Processor,
		);
		const any = () => used[below(used.length)] as Processor;
		return {
			vportId,
			name: vportId === 0 ? '' : `vport ${vportId}`,
			active: true,
			attachedFunctionId: PF_FUNCTION_ID,
			rssEnabled: below(3) > 0,
			numberOfQueues: used.length + below(3),
			hashInformation: below(2) ? 0x1701 : 0x101,
			hashSecretKey: new Uint8Array(40).fill(1 + below(3)),
			primaryProcessor: any(),
			defaultProcessor: any(),
			indirectionTable: Array.from({ length: 2 ** below(5) }, any),
		};
	};
	const others = [1, 2, 3].filter(() => below(2) === 0);
	return { entities: [0, ...others].map(entity) };
}
