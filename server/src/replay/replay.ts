import { refuseAffinity } from '../emulator/affinity.js';
import { MiniportAdapter } from '../emulator/miniport.js';
import { refused, succeeded } from '../emulator/refuse.js';
import type { OidResult } from '../emulator/request.js';
import { decodeEntryStatuses } from '../ndis/rssSetIndirectionEntries.js';
import { statusName } from '../ndis/status.js';
import { compareFinal } from './compareFinal.js';
import { ScriptError } from './members.js';
import { parseScript } from './parseScript.js';
import { requestOf } from './requests.js';
import { adapterOf } from './roomyAdapter.js';
import type { Script, ScriptStep } from './script.js';

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
	/** Ids of the rules that refused something, in order, each once. */
	readonly rules: readonly string[];
}

/** Runs one line of a script file on a fresh emulated adapter, up to the first step that differs. Never throws. */
export function replayScript(line: string): ReplayResult {
	try {
		return run(parseScript(line));
	} catch (error) {
		if (!(error instanceof ScriptError)) throw error;
		return {
			passed: false,
			difference: { what: 'script', expected: 'a script', got: error.message },
			rules: [],
		};
	}
}

/** Runs every script of a file, one a line; empty lines are none. */
export function* replayScripts(text: string): Generator<ReplayResult> {
	for (const line of text.split(/\r?\n/)) if (line.trim() !== '') yield replayScript(line);
}

function run(script: Script): ReplayResult {
	const stage = new Stage(script);
	const rules = new Set<string>();
	for (const [i, step] of script.steps.entries()) {
		const result = stage.play(step);
		for (const { rule } of result.refusals) rules.add(rule);
		const difference = compare(step, result);
		if (difference) return { passed: false, difference: { step: i + 1, ...difference }, rules: [...rules] };
	}
	const difference = compareFinal(script.final, stage.adapter.state());
	return { passed: !difference, ...(difference && { difference }), rules: [...rules] };
}

/** The adapter of one script. In native mode `createVPort` stands for the adapter's own entity: it makes the adapter. */
class Stage {
	readonly #script: Script;
	adapter: MiniportAdapter;

	constructor(script: Script) {
		this.#script = script;
		this.adapter = new MiniportAdapter(adapterOf(script), { defaultVPort: false });
	}

	play(step: ScriptStep): OidResult {
		const { mode } = this.#script;
		if (mode === 'vmq' || step.op !== 'createVPort') return this.adapter.request(requestOf(step, mode));
		const { description } = this.adapter;
		const refusal = refuseAffinity(description, step.vportId, step.affinity);
		if (refusal) return refused(refusal);
		this.adapter = new MiniportAdapter(description, { nativeAffinity: step.affinity });
		return succeeded();
	}
}

function compare(step: ScriptStep, result: OidResult): Difference | undefined {
	const what = step.op === 'setIndirectionEntries' ? step.op : `${step.op}, VPort ${step.vportId}`;
	const why = result.refusals.map(({ message }) => message).join(' ');
	const because = why === '' ? '' : ` (${why})`;
	const got = statusName(result.status);
	if (got !== step.status) return { what, expected: step.status, got: `${got}${because}` };
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
