import type { EntityChange, PushPlan, PushResult, RollbackPlan } from '../../../../server/src/protocol.js';

/** Changes shown in the confirmation; the rest is counted, and stands in the plan. */
const SHOWN = 8;

const verbs: Readonly<Record<EntityChange['action'], string>> = {
	create: 'create',
	change: 'change',
	delete: 'DELETE',
};

const signs: Readonly<Record<EntityChange['action'], string>> = { create: '+', change: '~', delete: '-' };

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
}

/** What a push will do: an entity a line. */
export function effects({ changes }: Pick<PushPlan, 'changes'>): string {
	const lines = changes.slice(0, SHOWN).map(({ action, entity, details }) => {
		const what = details.length > 0 ? `: ${details.join('; ')}` : '';
		return `• ${verbs[action]} ${entity}${what}`;
	});
	const more = changes.length - SHOWN;
	return [...lines, ...(more > 0 ? [`• and ${more} more`] : [])].join('\n');
}

/** What the user is asked to agree to, under the question. */
export function confirmationDetail(plan: PushPlan, file: PushedFile): string {
	const steps = plan.steps.length === 1 ? '1 step' : `${plan.steps.length} steps`;
	return [
		...(file.changed ? ['The text changed since you were asked: this is the plan for what it is now.'] : []),
		`From ${file.name}${file.unsaved ? ', as it is in the editor: not saved yet' : ''}\nTo ${plan.device.uri}`,
		effects(plan),
		...reorderedText(plan),
		...notesText(plan),
		`In ${steps}. When one fails, or you cancel, those taken are undone.`,
	].join('\n\n');
}

/** What the user is asked to agree to before a rollback, under the question. */
export function rollbackDetail(plan: RollbackPlan): string {
	const { push, foreign, device, steps } = plan;
	const also =
		foreign.length > 0
			? [`Since then this was changed otherwise, and is UNDONE TOO:\n${bullets(foreign)}`]
			: [];
	const count = steps.length === 1 ? '1 step' : `${steps.length} steps`;
	return [
		`${push}\n${device.uri}`,
		...also,
		effects(plan),
		...reorderedText(plan),
		`In ${count}. What is cancelled can be rolled back again.`,
	].join('\n\n');
}

function reorderedText({ reordered }: Pick<PushPlan, 'reordered'>): string[] {
	if (reordered.length === 0) return [];
	return [
		`Flows that may be reordered:\n${bullets(reordered.map(({ entity, text }) => `${entity}: ${text}`))}`,
	];
}

/** What the device is not given, and what to mind: counted, then a line each. */
export function notesText({ notOnTarget = [], warnings = [] }: Notes): string[] {
	const left = notOnTarget.length === 1 ? '1 thing' : `${notOnTarget.length} things`;
	const minded = warnings.length === 1 ? '1 warning' : `${warnings.length} warnings`;
	return [
		...(notOnTarget.length > 0 ? [`Not on this device (${left}):\n${bullets(notOnTarget)}`] : []),
		...(warnings.length > 0 ? [`Mind (${minded}):\n${bullets(warnings)}`] : []),
	];
}

function bullets(lines: readonly string[]): string {
	const more = lines.length - SHOWN;
	return [...lines.slice(0, SHOWN), ...(more > 0 ? [`and ${more} more`] : [])]
		.map((line) => `• ${line}`)
		.join('\n');
}

/** What is said when a plan has no steps. */
export function nothingToPush({ device, notOnTarget = [] }: PushPlan, file: string): string {
	if (notOnTarget.length === 0)
		return `${device.label} is already as ${file} says: there is nothing to push.`;
	const left = notOnTarget.length === 1 ? '1 thing' : `${notOnTarget.length} things`;
	return `${device.label} is already as ${file} says, as far as it can be: there is nothing to push. ${left} of the file cannot be set on it, such as: ${notOnTarget[0]}`;
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
		`Plan for ${device.label} (${device.uri})`,
		'',
		...effect,
		'',
		...(flows.length > 0 ? ['Flows that may be reordered:', ...flows, ''] : []),
		...section('Not on this device', notOnTarget),
		...section('Mind', warnings),
		'Steps, in this order:',
		...numbered,
		'',
		...(economy && economy.moves > 0
			? [`Moves: ${economy.moves}; parameters that differ: ${economy.leastMoves}.`, '']
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
			? ['', 'What differs from before:', ...differences.map((line) => `  ${line}`)]
			: [];
	const also =
		undone.length > 0
			? [
					'',
					'Found otherwise than the push had left it, and undone too:',
					...undone.map((line) => `  ${line}`),
				]
			: [];
	return [`${message} (${stepsDone} of ${stepsPlanned} steps were taken)`, ...left, ...also].join('\n');
}
