import { refuseAffinity } from '../emulator/affinity.js';
import type { MiniportOptions } from '../emulator/miniport.js';
import { refused, succeeded } from '../emulator/refuse.js';
import type { OidRequest, OidResult } from '../emulator/request.js';
import type { AdapterState } from '../emulator/state.js';
import { decodeEntryStatuses } from '../ndis/rssSetIndirectionEntries.js';
import { statusName } from '../ndis/status.js';
import { compareFinal } from './compareFinal.js';
import { differingField } from './oidRequestStep.js';
import { requestOf } from './requests.js';
import { adapterOf } from './roomyAdapter.js';
import type { Script, ScriptAdapter, ScriptStep } from './script.js';

/** The first thing in which an adapter differs from a script. */
export interface Difference {
	/** Which step, counted from 1; absent for the state at the end and for a script that cannot be read. */
	readonly step?: number;
	/** What differs: `setParameters, VPort 1`, `entry 3 of 5`, `final VPort 0 indirectionTable`. */
	readonly what: string;
	readonly expected: string;
	readonly got: string;
}

/** What became of one script. */
export interface ReplayResult {
	readonly passed: boolean;
	readonly difference?: Difference;
	/** Ids of the rules that refused something, in order, each once; empty where the adapter does not say. */
	readonly rules: readonly string[];
}

/** What an adapter answers; `refusals` is empty when it does not say why. */
export type ReplayAnswer = Pick<OidResult, 'status' | 'outputBuffer' | 'refusals'>;

/** What a script wants next of whatever plays the adapter. */
export type Ask =
	| { readonly kind: 'fresh'; readonly adapter: ScriptAdapter; readonly options: MiniportOptions }
	| { readonly kind: 'request'; readonly request: OidRequest }
	| { readonly kind: 'state' };

/** What each kind of {@link Ask} is answered with. */
export type Told = ReplayAnswer | AdapterState | undefined;

/**
 * Plays a script up to the first step that differs, asking for everything that an adapter has to do: so that it can be done
 * here and now, or over a wire.
 */
export function* play(script: Script): Generator<Ask, ReplayResult, Told> {
	const rules = new Set<string>();
	yield { kind: 'fresh', adapter: script, options: { defaultVPort: false } };
	for (const [i, step] of script.steps.entries()) {
		const result = yield* playStep(script, step);
		for (const { rule } of result.refusals) rules.add(rule);
		const difference = compare(step, result);
		if (difference) return { passed: false, difference: { step: i + 1, ...difference }, rules: [...rules] };
	}
	const state = (yield { kind: 'state' }) as AdapterState;
	const difference = compareFinal(script.final, state);
	return { passed: !difference, ...(difference && { difference }), rules: [...rules] };
}

/** In native mode `createVPort` stands for the adapter's own entity: it makes the adapter. */
function* playStep(script: Script, step: ScriptStep): Generator<Ask, ReplayAnswer, Told> {
	const { mode } = script;
	if (mode === 'vmq' || step.op !== 'createVPort')
		return (yield { kind: 'request', request: requestOf(step, mode) }) as ReplayAnswer;
	const refusal = refuseAffinity(adapterOf(script), step.vportId, step.affinity);
	if (refusal) return refused(refusal);
	yield { kind: 'fresh', adapter: script, options: { nativeAffinity: step.affinity } };
	return succeeded();
}

function compare(step: ScriptStep, result: ReplayAnswer): Difference | undefined {
	const what = nameOf(step);
	const why = result.refusals.map(({ message }) => message).join(' ');
	const because = why === '' ? '' : ` (${why})`;
	const got = statusName(result.status);
	if (got !== step.status) return { what, expected: step.status, got: `${got}${because}` };
	if (step.op === 'oidRequest') {
		const field = differingField(step, result.outputBuffer);
		return field && { what: `${what}, ${field.name}`, expected: field.expected, got: field.got };
	}
	if (step.op !== 'setIndirectionEntries' || result.status !== 0) return undefined;
	const statuses = decodeEntryStatuses(result.outputBuffer) ?? [];
	for (const [i, { status, vportId }] of step.entries.entries()) {
		const answered = statuses[i] === undefined ? 'no status' : statusName(statuses[i]);
		if (answered !== status) {
			const entry = `${what}, entry ${i + 1} of ${step.entries.length} (VPort ${vportId})`;
			return { what: entry, expected: status, got: `${answered}${because}` };
		}
	}
	return undefined;
}

function nameOf(step: ScriptStep): string {
	if (step.op === 'setIndirectionEntries') return step.op;
	return step.op === 'oidRequest' ? `${step.op} ${step.oid}` : `${step.op}, VPort ${step.vportId}`;
}
