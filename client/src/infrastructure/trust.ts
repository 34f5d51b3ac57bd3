import { workspace } from 'vscode';
import { Refused } from './refused.js';

/**
 * Lets only a trusted workspace pass.
 * @param reason why, as the start of a sentence: "A push changes a device"
 * @throws Refused with the way to the workspace's trust
 */
export function requireTrust(reason: string): void {
	if (workspace.isTrusted) return;
	throw new Refused(`${reason}: trust this workspace first.`, {
		title: 'Manage Workspace Trust',
		command: 'workbench.trust.manage',
	});
}
