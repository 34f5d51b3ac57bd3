import {
	appendFileSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stateDirectory } from '../../../server/src/devices/journal/directory.js';
import { JournalError } from '../../../server/src/devices/journal/journalError.js';
import { Journals } from '../../../server/src/devices/journal/journals.js';
import { decodeLines, encodeLine } from '../../../server/src/devices/journal/line.js';
import { fromJson, toJson } from '../../../server/src/devices/journal/record.js';
import { parseDeviceUri } from '../../../server/src/devices/uri.js';
import { descriptions, statesOf } from '../plan/arbitraries.js';

const uri = parseDeviceUri('emulator:///run/rssv2.sock');
const states = descriptions.chain((description) => fc.tuple(statesOf(description), statesOf(description)));
const [first, wanted] = fc.sample(states, { numRuns: 1, seed: 3 })[0]!;
const push = { fingerprint: 'f00', first, wanted, steps: ['one.', 'two.', 'three.'] };

let directory: string;
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), 'rssv2-journal-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** The journal as a process that starts anew sees it. */
function anew() {
	return new Journals(join(directory, 'state')).of(uri);
}

function codeOf(work: () => unknown): string | undefined {
	try {
		work();
		return undefined;
	} catch (error) {
		expect(error).toBeInstanceOf(JournalError);
		return (error as JournalError).code;
	}
}

describe('the journal of a device', () => {
	it('tells how far a push came, whoever reads it', () => {
		expect(anew().read()).toBeUndefined();
		const mine = anew();
		const log = mine.begin(push);
		expect(mine.read()).toMatchObject({
			state: 'under-way',
			entry: { fingerprint: 'f00', first, wanted, end: undefined },
		});
		expect(anew().read()).toMatchObject({ state: 'interrupted', entry: { legs: [{ begun: 0 }] } });
		log.step(0);
		log.step(1);
		expect(anew().read()?.entry.legs).toEqual([{ from: first, to: wanted, steps: push.steps, begun: 2 }]);
		log.back(wanted, ['back.']);
		log.step(0);
		expect(anew().read()?.entry.legs[1]).toEqual({ from: wanted, to: first, steps: ['back.'], begun: 1 });
		log.end('rolledBack');
		expect(anew().read()).toMatchObject({ state: 'finished', entry: { end: 'rolledBack', first, wanted } });
		expect(anew().read()?.entry.device).toBe('emulator:///run/rssv2.sock');
	});

	it('can be read by its owner only, and leaves nothing else behind', () => {
		const journal = anew();
		journal.begin(push).end('applied');
		expect(statSync(journal.path).mode & 0o777).toBe(0o600);
		expect(statSync(join(directory, 'state')).mode & 0o777).toBe(0o700);
		expect(readdirSync(join(directory, 'state'))).toHaveLength(1);
	});

	it('is not taken over from an interrupted push, nor from one under way', () => {
		const mine = anew();
		const log = mine.begin(push);
		expect(codeOf(() => mine.begin(push))).toBe('under-way');
		expect(codeOf(() => mine.resume())).toBe('under-way');
		expect(codeOf(() => mine.forget())).toBe('under-way');
		log.close();
		expect(codeOf(() => mine.begin(push))).toBe('interrupted');
		mine.resume().end('unfinished');
		expect(codeOf(() => mine.begin(push))).toBe('interrupted');
		mine.forget();
		mine.begin(push).end('applied');
		mine.begin({ ...push, steps: [] }).end('applied');
		expect(mine.read()?.entry.legs[0]?.steps).toEqual([]);
	});

	it('knows a process that still runs from one that is gone', () => {
		const journal = anew();
		journal.begin(push).close();
		const text = readFileSync(journal.path, 'utf8');
		const by = (writer: object) => {
			const record = toJson({ ...fromJson(decodeLines(text)?.values[0]), writer } as never);
			writeFileSync(journal.path, encodeLine(record));
			return journal.read()?.state;
		};
		expect(by({ host: hostname(), process: process.ppid })).toBe('under-way');
		// The same number, but another process: it started at another time.
		expect(by({ host: hostname(), process: process.ppid, started: '1' })).toBe('interrupted');
		expect(by({ host: `not-${hostname()}`, process: process.ppid })).toBe('interrupted');
		expect(by({ host: hostname(), process: 2 ** 22 + 1 })).toBe('interrupted');
	});

	it('of a torn end tells all before it, and is written on from there', () => {
		const journal = anew();
		const log = journal.begin(push);
		log.step(0);
		const whole = statSync(journal.path).size;
		log.step(1);
		log.close();
		for (let size = statSync(journal.path).size - 1; size > whole; size--) {
			truncateSync(journal.path, size);
			expect(journal.read()).toMatchObject({ state: 'interrupted', entry: { legs: [{ begun: 1 }] } });
		}
		const again = journal.resume();
		again.back(first, []);
		again.end('rolledBack');
		expect(journal.read()?.entry.legs).toHaveLength(2);
	});

	it('that was cut or changed anywhere is either told as unreadable, or read as far as it was written', () => {
		const journal = anew();
		const log = journal.begin(push);
		for (const step of [0, 1]) log.step(step);
		log.end('applied');
		const whole = readFileSync(journal.path);
		const seen = { unreadable: 0, read: 0 };
		fc.assert(
			fc.property(
				fc.nat(whole.length - 1),
				fc.option(fc.integer({ min: 1, max: 255 }), { nil: undefined }),
				(at, flip) => {
					const broken = flip === undefined ? whole.subarray(0, at) : Buffer.from(whole);
					if (flip !== undefined) broken[at] = (broken[at] as number) ^ flip;
					writeFileSync(journal.path, broken);
					const code = codeOf(() => {
						const entry = journal.read()?.entry;
						expect(entry).toMatchObject({ fingerprint: 'f00', first, wanted });
					});
					if (code !== undefined) expect(code).toBe('unreadable');
					seen[code === undefined ? 'read' : 'unreadable']++;
				},
			),
			{ numRuns: 500 },
		);
		expect(seen.read).toBeGreaterThan(0);
		expect(seen.unreadable).toBeGreaterThan(0);
		expect(codeOf(() => journal.begin(push))).toBe('unreadable');
		journal.forget();
		journal.begin(push).close();
		appendFileSync(journal.path, encodeLine({ kind: 'step', step: 2 }));
		expect(codeOf(() => journal.read())).toBe('unreadable');
	});

	it('gives any state back as it was', () => {
		fc.assert(
			fc.property(states, ([one, other]) => {
				const journal = anew();
				const native = { queues: [1, 2] };
				journal.begin({ ...push, first: { ...one, native }, wanted: other }).end('applied');
				expect(journal.read()?.entry.first).toEqual({ ...one, native });
				expect(journal.read()?.entry.wanted).toEqual(other);
			}),
			{ numRuns: 20 },
		);
	});

	it('says why it cannot be kept', () => {
		writeFileSync(join(directory, 'state'), '');
		expect(codeOf(() => anew().begin(push))).toBe('unwritable');
	});
});

describe('stateDirectory', () => {
	it.each([
		['linux', { XDG_STATE_HOME: '/x' }, '/x/rssv2'],
		['linux', { XDG_STATE_HOME: 'relative' }, '/home/ann/.local/state/rssv2'],
		['linux', {}, '/home/ann/.local/state/rssv2'],
		['darwin', {}, '/home/ann/Library/Application Support/rssv2'],
		['win32', { LOCALAPPDATA: '/home/ann/AppData/Local' }, '/home/ann/AppData/Local/rssv2'],
		['win32', {}, '/home/ann/AppData/Local/rssv2'],
	])('%s %j', (platform, environment, expected) => {
		expect(stateDirectory({ platform, home: '/home/ann', environment })).toBe(expected);
	});
});
