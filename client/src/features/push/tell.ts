import { type LogOutputChannel, l10n, window } from 'vscode';
import type { PushPlan, PushResult, RollbackPlan } from '../../../../server/src/protocol.js';
import type { PlanDocument } from './planDocument.js';
import { planText, resultText } from './words.js';

/** Tells the user, and the log, what became of a push or a rollback; all of it can be read beside its plan. */
export function tell(
	what: string,
	plan: PushPlan | RollbackPlan,
	result: PushResult,
	log: LogOutputChannel,
	documents: PlanDocument,
): void {
	const { device } = plan;
	const text = `${device.label}: ${result.message}`;
	const clean = result.differences.length === 0;
	const well = clean && (result.outcome === 'applied' || result.outcome === 'cancelled');
	const said = `${what} of ${device.uri}: ${resultText(result)}`;
	if (well) log.info(said);
	else log.warn(said);
	const severe = result.outcome === 'failed' || !clean;
	const show = well
		? window.showInformationMessage
		: severe
			? window.showErrorMessage
			: window.showWarningMessage;
	void show(text, l10n.t('Details')).then((choice) => {
		if (choice) void documents.show('result', `${resultText(result)}\n\n${planText(plan)}`);
	});
}
