import { balanceWords } from '../traffic/balanceWords.js';
import type { EntityBalance, Loads } from './balanceOutput.js';
import type { LineChange } from './changedLines.js';
import type { Terminal } from './terminal.js';

const BAR = 20;

/** Balanced entities for people: processors before and after, what it is worth, and the edit of the file. */
export function balanceText(
	entities: readonly EntityBalance[],
	changes: readonly LineChange[],
	file: string,
	terminal: Terminal,
): string {
	return [
		...entities.flatMap((entity) => [...entityLines(entity, terminal), '']),
		...(changes.length === 0 ? ['Nothing to edit.'] : []),
		...changes.flatMap(({ line, removed, added }) => [
			terminal.styled('dim', `${file}:${line}`),
			...removed.map((text) => terminal.styled('red', `-${text}`)),
			...added.map((text) => terminal.styled('green', `+${text}`)),
		]),
	].join('\n');
}

function entityLines(entity: EntityBalance, terminal: Terminal): string[] {
	const { title, source, measure, before, after, moved, notes } = entity;
	const names = [...new Set([...before, ...after].map(({ processor }) => processor))];
	const peak = Math.max(1, ...[...before, ...after].map(({ load }) => load));
	const loadOf = (loads: Loads, name: string) => loads.find(({ processor }) => processor === name)?.load ?? 0;
	const cell = (load: number) => {
		const bar = '█'.repeat(Math.round((load / peak) * BAR)).padEnd(BAR);
		return `${load.toLocaleString('en').padStart(15)} ${terminal.styled('blue', bar)}`;
	};
	return [
		terminal.styled('bold', `${title}: ${source}`),
		terminal.styled(
			'dim',
			`  processor ${`${measure} before`.padStart(15)} ${' '.repeat(BAR)} ${'after'.padStart(15)}`,
		),
		...names.map((name) =>
			`  ${name.padEnd(9)} ${cell(loadOf(before, name))} ${cell(loadOf(after, name))}`.trimEnd(),
		),
		...[...balanceWords(entity, measure), ...unhashedText(entity)].map((line) => `  ${line}`),
		...movesByTarget(moved).map((line) => `  ${line}`),
		...notes.map((note) => `  ${note}`),
	];
}

/** What has no hash is under no entry. */
function unhashedText({ unhashed, measure }: EntityBalance): string[] {
	if (unhashed === 0) return [];
	return [`${unhashed.toLocaleString('en')} ${measure} have no hash and go to the default processor.`];
}

/** `0:2 takes entries 3, 17` for every processor that gets any. */
function movesByTarget(moved: EntityBalance['moved']): string[] {
	const targets = new Map<string, number[]>();
	for (const { entry, to } of moved) {
		const entries = targets.get(to);
		if (entries) entries.push(entry);
		else targets.set(to, [entry]);
	}
	return [...targets].map(
		([to, entries]) => `${to} takes ${entries.length === 1 ? 'entry' : 'entries'} ${entries.join(', ')}`,
	);
}
