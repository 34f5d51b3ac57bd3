import { l10n, window } from 'vscode';
import { Cancelled } from '../../infrastructure/cancelled.js';

/** What is asked, in words. */
export interface Question {
	readonly question: string;
	readonly detail: string;
	/** What the button says, `Push`. */
	readonly verb: string;
	/** Asked once the plan was looked at: `Push this plan to …?` */
	readonly afterwards: string;
}

/**
 * Asks in a modal dialog whether something may be done; its plan can be read in full first.
 * @throws Cancelled when the user does not agree
 */
export async function agree(
	{ question, detail, verb, afterwards }: Question,
	showPlan: () => Promise<void>,
): Promise<void> {
	const look = l10n.t('Show Plan');
	for (;;) {
		const choice = await window.showWarningMessage(question, { modal: true, detail }, verb, look);
		if (choice === verb) return;
		if (choice !== look) throw new Cancelled();
		await showPlan();
		// The dialog has to go for the plan to be read.
		if ((await window.showInformationMessage(afterwards, `${verb}…`)) === undefined) throw new Cancelled();
	}
}
