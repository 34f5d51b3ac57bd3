import { MiniportAdapter, type MiniportOptions } from '../emulator/miniport.js';
import type { OidRequest } from '../emulator/request.js';
import type { AdapterState } from '../emulator/state.js';
import { ScriptError } from './members.js';
import { parseScript } from './parseScript.js';
import { type Ask, play, type ReplayAnswer, type ReplayResult, type Told } from './play.js';
import { adapterOf } from './roomyAdapter.js';
import type { Script, ScriptAdapter } from './script.js';

export type { Difference, ReplayResult } from './play.js';

/** Something that plays the adapter of a script, reached over a wire. */
export interface ReplayTarget {
	/** Makes an adapter for the requests that follow, as its driver leaves it. */
	fresh(adapter: ScriptAdapter, options: MiniportOptions): Promise<void>;
	request(request: OidRequest): Promise<Omit<ReplayAnswer, 'refusals'>>;
	state(): Promise<AdapterState>;
}

/** Runs one line of a script file on a fresh emulated adapter, up to the first step that differs. Never throws. */
export function replayScript(line: string): ReplayResult {
	const script = read(line);
	return 'passed' in script ? script : run(script);
}

/** Runs every script of a file, one a line; empty lines are none. */
export function* replayScripts(text: string): Generator<ReplayResult> {
	for (const line of linesOf(text)) yield replayScript(line);
}

/**
 * Runs every script of a file on a target, one after the other. A script that cannot be read or differs does not end it;
 * an error of the target does.
 */
export async function* replayScriptsOn(target: ReplayTarget, text: string): AsyncGenerator<ReplayResult> {
	for (const line of linesOf(text)) {
		const script = read(line);
		yield 'passed' in script ? script : await runOn(target, script);
	}
}

function linesOf(text: string): string[] {
	return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

/** A script, or what became of it because it cannot be read. */
function read(line: string): Script | ReplayResult {
	try {
		return parseScript(line);
	} catch (error) {
		if (!(error instanceof ScriptError)) throw error;
		return {
			passed: false,
			difference: { what: 'script', expected: 'a script', got: error.message },
			rules: [],
		};
	}
}

function run(script: Script): ReplayResult {
	let adapter: MiniportAdapter | undefined;
	const tell = (ask: Ask): Told => {
		if (ask.kind === 'fresh') adapter = new MiniportAdapter(adapterOf(ask.adapter), ask.options);
		else return ask.kind === 'request' ? adapter?.request(ask.request) : adapter?.state();
		return undefined;
	};
	const played = play(script);
	let next = played.next();
	while (!next.done) next = played.next(tell(next.value));
	return next.value;
}

async function runOn(target: ReplayTarget, script: Script): Promise<ReplayResult> {
	const tell = async (ask: Ask): Promise<Told> => {
		if (ask.kind === 'state') return target.state();
		if (ask.kind === 'request') return { ...(await target.request(ask.request)), refusals: [] };
		await target.fresh(ask.adapter, ask.options);
		return undefined;
	};
	const played = play(script);
	let next = played.next();
	while (!next.done) next = played.next(await tell(next.value));
	return next.value;
}
