import { l10n, type TextDocument } from 'vscode';
import type { PushPlan } from '../../../../server/src/protocol.js';
import { withProgress } from '../../infrastructure/progress.js';
import type { Server } from '../../infrastructure/server.js';

/** The plan of a push of an open document to a device; changes nothing. @throws Error with a sentence for the user */
export function requestPlan(server: Server, { uri }: TextDocument, device: string): Thenable<PushPlan> {
	return withProgress(server, l10n.t('Reading {0}', device), (workDoneToken, token) =>
		server.request('rssv2/push/plan', { uri: uri.toString(), device, workDoneToken }, token),
	);
}
