import { l10n, workspace } from 'vscode';
import { Refused } from './refused.js';

/**
 * Lets only a trusted workspace pass.
 * @param reason a sentence: "A push changes a device: trust this workspace first."
 * @throws Refused with the way to the workspace's trust
 */
export function requireTrust(reason: string): void {
	if (workspace.isTrusted) return;
	throw new Refused(reason, {
		title: l10n.t('Manage Workspace Trust'),
		command: 'workbench.trust.manage',
	});
}
