import { l10n } from 'vscode';
import type { EntityChange, PushPlan, PushResult, RollbackPlan } from '../../../../server/src/protocol.js';

/** Changes shown in the confirmation; the rest is counted, and stands in the plan. */
const SHOWN = 8;

function actionText({ action, entity }: EntityChange): string {
	switch (action) {
		case 'create':
			return l10n.t('create {0}', entity);
		case 'change':
			return l10n.t('change {0}', entity);
		case 'delete':
			return l10n.t('DELETE {0}', entity);
	}
}

const signs: Readonly<Record<EntityChange['action'], string>> = { create: '+', change: '~', delete: '-' };

/** What a line of a plan says is done, when it is the head of an entity. */
export function signOf(line: string): EntityChange['action'] | undefined {
	const actions = Object.keys(signs) as EntityChange['action'][];
	return actions.find((action) => line.startsWith(`${signs[action]} `));
}

/** What a plan has to say beside its steps. */
type Notes = Pick<PushPlan, 'notOnTarget' | 'warnings'>;

/** What is pushed, as the user knows it. */
export interface PushedFile {
	/** `hyper-v-host.rssv2.yaml` */
	readonly name: string;
	/** The editor has changes that are not saved. */
	readonly unsaved: boolean;
	/** The text changed since the user was last asked. */
	readonly changed: boolean;
	/** So did the device. */
	readonly deviceChanged: boolean;
}

/** What a push will do: an entity a line. */
export function effects({ changes }: Pick<PushPlan, 'changes'>): string {
	const lines = changes.slice(0, SHOWN).map((change) => {
		const { details } = change;
		const what = details.length > 0 ? `: ${details.join('; ')}` : '';
		return `• ${actionText(change)}${what}`;
	});
	const more = changes.length - SHOWN;
	return [...lines, ...(more > 0 ? [`• ${l10n.t('and {0} more', more)}`] : [])].join('\n');
}

/** What the user is asked to agree to, under the question. */
export function confirmationDetail(plan: PushPlan, file: PushedFile): string {
	const from = file.unsaved
		? l10n.t('From {0}, as it is in the editor: not saved yet', file.name)
		: l10n.t('From {0}', file.name);
	return [
		...(file.deviceChanged
			? [l10n.t('The device changed since you were asked: this is the plan from how it is now.')]
			: []),
		...(file.changed
			? [l10n.t('The text changed since you were asked: this is the plan for what it is now.')]
			: []),
		`${from}\n${l10n.t('To {0}', plan.device.uri)}`,
		effects(plan),
		...reorderedText(plan),
		...notesText(plan),
		plan.steps.length === 1
			? l10n.t('In 1 step. When it fails, or you cancel, it is undone.')
			: l10n.t('In {0} steps. When one fails, or you cancel, those taken are undone.', plan.steps.length),
	].join('\n\n');
}

/** What the user is asked to agree to before a rollback, under the question. */
export function rollbackDetail(plan: RollbackPlan): string {
	const { push, foreign, device, steps } = plan;
	const also =
		foreign.length > 0
			? [`${l10n.t('Since then this was changed otherwise, and is UNDONE TOO:')}\n${bullets(foreign)}`]
			: [];
	return [
		`${push}\n${device.uri}`,
		...also,
		effects(plan),
		...reorderedText(plan),
		steps.length === 1
			? l10n.t('In 1 step. What is cancelled can be rolled back again.')
			: l10n.t('In {0} steps. What is cancelled can be rolled back again.', steps.length),
	].join('\n\n');
}

function reorderedText({ reordered }: Pick<PushPlan, 'reordered'>): string[] {
	if (reordered.length === 0) return [];
	return [
		`${l10n.t('Flows that may be reordered:')}\n${bullets(reordered.map(({ entity, text }) => `${entity}: ${text}`))}`,
	];
}

/** What the device is not given, and what to mind: counted, then a line each. */
export function notesText({ notOnTarget = [], warnings = [] }: Notes): string[] {
	const left =
		notOnTarget.length === 1
			? l10n.t('Not on this device (1 thing):')
			: l10n.t('Not on this device ({0} things):', notOnTarget.length);
	const minded =
		warnings.length === 1 ? l10n.t('Mind (1 warning):') : l10n.t('Mind ({0} warnings):', warnings.length);
	return [
		...(notOnTarget.length > 0 ? [`${left}\n${bullets(notOnTarget)}`] : []),
		...(warnings.length > 0 ? [`${minded}\n${bullets(warnings)}`] : []),
	];
}

function bullets(lines: readonly string[]): string {
	const more = lines.length - SHOWN;
	return [...lines.slice(0, SHOWN), ...(more > 0 ? [l10n.t('and {0} more', more)] : [])]
		.map((line) => `• ${line}`)
		.join('\n');
}

/** What is said when a plan has no steps. */
export function nothingToPush({ device, notOnTarget = [] }: PushPlan, file: string): string {
	if (notOnTarget.length === 0)
		return l10n.t('{0} is already as {1} says: there is nothing to push.', device.label, file);
	const already = l10n.t(
		'{0} is already as {1} says, as far as it can be: there is nothing to push.',
		device.label,
		file,
	);
	const left =
		notOnTarget.length === 1
			? l10n.t('1 thing of the file cannot be set on it: {0}', notOnTarget[0] ?? '')
			: l10n.t(
					'{0} things of the file cannot be set on it, such as: {1}',
					notOnTarget.length,
					notOnTarget[0] ?? '',
				);
	return `${already} ${left}`;
}

/** The whole plan as a text to read. */
export function planText(plan: PushPlan | RollbackPlan): string {
	const { device, changes, steps, reordered, economy } = plan;
	const { notOnTarget = [], warnings = [] } = plan as Notes;
	const section = (title: string, lines: readonly string[]) =>
		lines.length > 0 ? [`${title} (${lines.length}):`, ...lines.map((line) => `    ${line}`), ''] : [];
	const effect = changes.flatMap(({ action, entity, details }) => [
		`${signs[action]} ${entity}`,
		...details.map((detail) => `    ${detail}`),
	]);
	const numbered = steps.map((step, i) => `${String(i + 1).padStart(3)}. ${step}`);
	const flows = reordered.map(({ entity, text }) => `    ${entity}: ${text}`);
	return [
		l10n.t('Plan for {0} ({1})', device.label, device.uri),
		'',
		...effect,
		'',
		...(flows.length > 0 ? [l10n.t('Flows that may be reordered:'), ...flows, ''] : []),
		...section(l10n.t('Not on this device'), notOnTarget),
		...section(l10n.t('Mind'), warnings),
		l10n.t('Steps, in this order:'),
		...numbered,
		'',
		...(economy && economy.moves > 0
			? [l10n.t('Moves: {0}; parameters that differ: {1}.', economy.moves, economy.leastMoves), '']
			: []),
	].join('\n');
}

/** The result for the log: the message, and what was not put back. */
export function resultText({
	message,
	stepsDone,
	stepsPlanned,
	differences,
	undone = [],
}: PushResult): string {
	const left =
		differences.length > 0
			? ['', l10n.t('What differs from before:'), ...differences.map((line) => `  ${line}`)]
			: [];
	const also =
		undone.length > 0
			? [
					'',
					l10n.t('Found otherwise than the push had left it, and undone too:'),
					...undone.map((line) => `  ${line}`),
				]
			: [];
	return [
		l10n.t('{0} ({1} of {2} steps were taken)', message, stepsDone, stepsPlanned),
		...left,
		...also,
	].join('\n');
}
