import { parseTrees } from '../config/parse.js';
import { entryOf, type MapNode, type Syntax, type TreeNode } from '../config/tree.js';
import { applyEdits } from '../edit/textEdit.js';
import type { UpgradeEdit, UpgradeStep } from './step.js';
import { toVersion1 } from './toVersion1.js';

/** Every step there is, from the drafts on. */
const steps: readonly UpgradeStep[] = [toVersion1];

/** A text in the newest version of the format. */
export interface Upgrade {
	/** The same as before when there is nothing to do. */
	readonly text: string;
	/** The newest version. */
	readonly version: number;
	/** Why each change is made, in the order in which they are. */
	readonly why: readonly string[];
	/** The changes of the text before, where they are those of one step; those of several are in the text alone. */
	readonly edits: readonly UpgradeEdit[];
}

/** Why a text cannot be upgraded: a sentence. */
export class UpgradeError extends Error {}

/**
 * Brings every document of a text to the newest version of the format, one version after another. Comments and layout
 * stay.
 * @param known the steps; for tests of what a version to come would do
 * @throws UpgradeError for a text that cannot be read, or is of a version that is not known
 */
export function upgradeText(text: string, syntax: Syntax, known = steps): Upgrade {
	const version = known.at(-1)?.to ?? 0;
	const why: string[] = [];
	const taken: (readonly UpgradeEdit[])[] = [];
	let now = text;
	for (const step of known) {
		const edits = rootsOf(now, syntax).flatMap((root) =>
			versionOf(root, version) < step.to && !isOf(root, step.to)
				? step.edits({ text: now, syntax, root })
				: [],
		);
		if (edits.length === 0) continue;
		taken.push(edits);
		why.push(...edits.map((edit) => edit.why));
		now = applyEdits(now, edits);
	}
	const [only, ...more] = taken;
	return { text: now, version, why, edits: more.length === 0 ? (only ?? []) : [] };
}

function rootsOf(text: string, syntax: Syntax): MapNode[] {
	const trees = parseTrees(text, syntax);
	const roots: MapNode[] = [];
	for (const { root, problems } of trees) {
		const [problem] = problems;
		if (problem) throw new UpgradeError(`The text has errors: correct them first. ${problem.message}`);
		if (root?.kind !== 'map') throw new UpgradeError('The file is no configuration: it has no properties.');
		roots.push(root);
	}
	if (roots.length === 0) throw new UpgradeError('The file is empty.');
	return roots;
}

/** The version of a document; 0 for a draft, which has none. */
function versionOf(root: TreeNode, newest: number): number {
	const entry = entryOf(root, 'version');
	if (!entry) return 0;
	const { value } = entry;
	const written = value?.kind === 'scalar' ? value.value : undefined;
	const version = Number(typeof written === 'string' ? written.replace(/^v/i, '') : (written ?? Number.NaN));
	if (!Number.isInteger(version) || version < 1)
		throw new UpgradeError(
			`\`${String(written)}\` is no version of the format. Known versions: 1 to ${newest}.`,
		);
	if (version > newest)
		throw new UpgradeError(
			`The file is of version ${version}; this program knows versions up to ${newest}. Install a newer one.`,
		);
	return typeof written === 'number' ? version : version - 1;
}

/** Whether a document says, as a number, that it is of a version. */
function isOf(root: TreeNode, version: number): boolean {
	const value = entryOf(root, 'version')?.value;
	return value?.kind === 'scalar' && value.value === version;
}
