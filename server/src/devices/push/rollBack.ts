import { diffStates } from '../../plan/diff.js';
import { listDifferences } from '../../plan/differences.js';
import { planTransition } from '../../plan/plan.js';
import type { Device } from '../device.js';
import { messageOf } from '../deviceError.js';
import type { PreparedPush } from './prepare.js';
import type { PushProgress } from './progress.js';

const ATTEMPTS = 3;

/**
 * Brings the device back to the state first read: reads what there is now, plans the way back, takes it, and reads again.
 * What a lost answer left behind is thus read, not guessed. Tries again when something is refused or the connection
 * breaks, each time over a fresh look at the device. Not cancellable, but every wait in it has a limit.
 * @returns what still differs; empty when the device is as it was
 */
export async function rollBack(
	device: Device,
	prepared: Pick<PreparedPush, 'first' | 'description'>,
	connectionDoubtful: boolean,
	onProgress?: (progress: PushProgress) => void,
): Promise<string[]> {
	const { mode } = prepared.description;
	let doubtful = connectionDoubtful;
	let trouble = '';
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		try {
			if (doubtful) await device.reconnect();
			doubtful = false;
			const refused = await walkBack(device, prepared, onProgress);
			const differences = listDifferences(diffStates(await device.read(), prepared.first), mode);
			if (differences.length === 0) return [];
			trouble = refused ?? '';
			if (attempt === ATTEMPTS - 1) return trouble === '' ? differences : [...differences, trouble];
		} catch (error) {
			doubtful = true;
			trouble = messageOf(error);
		}
	}
	return [`What state the device is in cannot be said: ${trouble}`];
}

/** One walk back; the sentence of a refusal when a step was refused. */
async function walkBack(
	device: Device,
	{ first, description }: Pick<PreparedPush, 'first' | 'description'>,
	onProgress?: (progress: PushProgress) => void,
): Promise<string | undefined> {
	onProgress?.({ phase: 'rollback', done: 0, total: 1, description: 'Reading what the device has now.' });
	const steps = planTransition(await device.read(), first, description);
	for (const [done, step] of steps.entries()) {
		onProgress?.({ phase: 'rollback', done, total: steps.length, description: step.description });
		const result = await device.apply(step.request);
		if (!result.accepted) return result.message;
	}
	return undefined;
}
