import { StateShapeError } from '../../daemon/readState.js';
import type { DeviceState } from '../device.js';
import type { JournalEnd, JournalRecord } from './record.js';
import type { Writer } from './writer.js';

/** A way from one state to another. */
export interface Leg {
	readonly from: DeviceState;
	readonly to: DeviceState;
	/** In words, in order. */
	readonly steps: readonly string[];
	/** Steps that were begun; what became of the last of them is known only when the leg ended. */
	readonly begun: number;
}

/** What a journal tells of the last push to a device. */
export interface JournalEntry {
	/** Device URI. */
	readonly device: string;
	/** Of the adapter that was pushed to. */
	readonly fingerprint: string;
	/** When the push began, ISO 8601, UTC. */
	readonly begun: string;
	/** Who wrote last. */
	readonly writer: Writer;
	/** The state before the push: where a rollback leads. */
	readonly first: DeviceState;
	readonly wanted: DeviceState;
	/** The push itself, then every way back that was begun. Never empty. */
	readonly legs: readonly Leg[];
	/** How it ended; undefined when nothing tells. */
	readonly end: JournalEnd | undefined;
}

/** The last leg: where the device was last on its way to. */
export function lastLeg({ legs, first }: JournalEntry): Leg {
	return legs[legs.length - 1] ?? { from: first, to: first, steps: [], begun: 0 };
}

/** Whether the device may stand between two states. */
export function isOpen({ end }: JournalEntry): boolean {
	return end === undefined || end === 'unfinished';
}

/**
 * What the records of a journal amount to.
 * @throws StateShapeError when they do not follow each other
 */
export function entryOf(records: readonly JournalRecord[]): JournalEntry {
	const [head, ...rest] = records;
	if (head?.kind !== 'push') throw new StateShapeError('It does not begin with a push.');
	const { device, fingerprint, begun, first, wanted } = head;
	const legs: Leg[] = [{ from: first, to: wanted, steps: head.steps, begun: 0 }];
	let { writer } = head;
	let end: JournalEnd | undefined;
	for (const record of rest) {
		const leg = legs[legs.length - 1] as Leg;
		switch (record.kind) {
			case 'push':
				throw new StateShapeError('It has a second push.');
			case 'back':
				legs.push({ from: record.from, to: first, steps: record.steps, begun: 0 });
				writer = record.writer;
				end = undefined;
				break;
			case 'step':
				if (record.step !== leg.begun || leg.begun >= leg.steps.length || end !== undefined)
					throw new StateShapeError(`Step ${record.step + 1} is out of turn.`);
				legs[legs.length - 1] = { ...leg, begun: leg.begun + 1 };
				break;
			case 'end':
				end = record.end;
		}
	}
	return { device, fingerprint, begun, writer, first, wanted, legs, end };
}
