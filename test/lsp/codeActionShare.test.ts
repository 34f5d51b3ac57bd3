import { expect, test } from 'vitest';
import { actionsIn, applied } from '../support/codeActions.js';
import { vmqText } from '../support/configuration.js';
import { serverOfFile } from '../support/languageServer.js';

const server = await serverOfFile();
let opened = 0;

/** The text after the action of a kind where `at` stands; undefined when there is none. */
async function after(text: string, kind: string, at: string): Promise<string | undefined> {
	const uri = await server.open(`share${opened++}.rssv2.yaml`, text);
	const lines = text.split('\n');
	const line = lines.findIndex((one) => one.includes(at));
	const position = { line, character: (lines[line] ?? '').indexOf(at) + 1 };
	const actions = await actionsIn(server, uri, { start: position, end: position }, [kind]);
	expect(actions.length).toBeLessThan(2);
	return actions[0] && applied(text, actions[0]);
}

const spelled = vmqText(`  - id: 0
    numberOfQueues: 2
    indirectionTable: # the one
      numberOfEntries: 16
      # in turn
      processors: ["0:2", "0:4"]
  - id: 1
    numberOfQueues: 2
    indirectionTable: { numberOfEntries: 16, processors: ["0:2", "0:4"] }
  - id: 2
    numberOfQueues: 2
    indirectionTable: { numberOfEntries: 16, processors: ["0:2", "0:6"] } # other
`);
const shared = spelled
	.replace('indirectionTable: # the one', 'indirectionTable: &table # the one')
	.replace('{ numberOfEntries: 16, processors: ["0:2", "0:4"] }', '*table');

test('tables that say the same are shared by an anchor, from any of them', async () => {
	expect(await after(spelled, 'refactor.extract', 'numberOfEntries: 16, processors: ["0:2", "0:4"]')).toBe(
		shared,
	);
	expect(await after(spelled, 'refactor.extract', '# in turn')).toBe(shared);
	expect(await after(spelled, 'refactor.extract', '"0:6"')).toBeUndefined();
	expect(await after(shared, 'refactor.extract', '# in turn')).toBeUndefined();
});

test('a table that an alias names is written where it is used, its comments too', async () => {
	const inline = await after(shared, 'refactor.inline', '*table');
	const block = '\n      numberOfEntries: 16\n      # in turn\n      processors: ["0:2", "0:4"]';
	expect(inline).toBe(shared.replace('indirectionTable: *table', `indirectionTable: ${block}`));
	const flow = shared
		.replace('&table # the one', '&table { numberOfEntries: 16, processors: ["0:2", "0:4"] }')
		.replace('      numberOfEntries: 16\n      # in turn\n      processors: ["0:2", "0:4"]\n', '');
	expect(await after(flow, 'refactor.inline', '*table')).toBe(
		flow.replace('*table', '{ numberOfEntries: 16, processors: ["0:2", "0:4"] }'),
	);
	expect(await after(spelled, 'refactor.inline', '"0:6"')).toBeUndefined();
});

test('a name that is taken is not taken again, and a comment in a table keeps it', async () => {
	const taken = spelled.replace('# other', '# other').replace('name: Test', 'name: &table Test');
	expect(await after(taken, 'refactor.extract', '# in turn')).toContain('&table2 # the one');
	const commented = spelled.replace(
		'{ numberOfEntries: 16, processors: ["0:2", "0:4"] }',
		'{ numberOfEntries: 16, # mine\n      processors: ["0:2", "0:4"] }',
	);
	expect(await after(commented, 'refactor.extract', '# in turn')).toBeUndefined();
});
