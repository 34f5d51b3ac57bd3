import type { Connection } from 'vscode-languageserver';
import type { PushProgress } from '../devices/push.js';
import type { DeviceItem, PushResult } from '../protocol.js';
import type { Environment } from './environment.js';
import { findInterruptedPushes } from './interruptedPushes.js';
import type { ConfigurationOf } from './openConfigurations.js';
import { reporter } from './progress.js';
import type { PushMarks } from './pushMarks.js';
import { PushSessions } from './pushSessions.js';
import { onCustomRequest, signalOf } from './requests.js';
import { RollbackSessions } from './rollbackSessions.js';
import { failure } from './runner.js';
import type { WithDevice } from './withDevice.js';

/** What the requests about pushes take from the others about devices. */
export interface PushSurroundings {
	readonly withDevice: WithDevice;
	/** The device of a URI as the user knows it. */
	readonly find: (uri: string) => Promise<DeviceItem>;
	/** The configuration of an open document, when it has no errors. @throws when it is not open */
	readonly configurationOf: ConfigurationOf;
	/** Shows in documents what their pushes had to say. */
	readonly marks: PushMarks;
}

type Apply = (
	planId: string,
	signal: AbortSignal,
	onProgress: (progress: PushProgress) => void,
) => Promise<PushResult | undefined>;

/** The requests about pushes and their rollback: plan, and apply. */
export function registerPush(
	connection: Connection,
	environment: Pick<Environment, 'journalOf' | 'interruptedPushes'>,
	{ withDevice, find, configurationOf, marks }: PushSurroundings,
): void {
	const { journalOf } = environment;
	const pushes = new PushSessions(withDevice, journalOf, marks);
	const rollbacks = new RollbackSessions(withDevice, journalOf);

	onCustomRequest(connection, 'rssv2/push/plan', async ({ uri, device, workDoneToken }, token) => {
		const item = await find(device);
		const { configuration, errors, version, rules } = configurationOf(uri);
		if (!configuration) {
			const refused = `The file has ${errors} ${errors === 1 ? 'error' : 'errors'}: a push would be refused.`;
			return { device: item, refused, errors, changes: [], steps: [], reordered: [] };
		}
		const progress = reporter(connection, workDoneToken, `Reading ${item.label}`);
		const text = { uri, version, configuration, rules };
		return pushes.plan(text, item, signalOf(token)).finally(progress.done);
	});
	onCustomRequest(connection, 'rssv2/rollback/plan', async ({ device, workDoneToken }, token) => {
		const item = await find(device);
		const progress = reporter(connection, workDoneToken, `Reading ${item.label}`);
		return rollbacks.plan(item, signalOf(token)).finally(progress.done);
	});

	onCustomRequest(connection, 'rssv2/interruptedPushes', (_, token) =>
		findInterruptedPushes(environment, { withDevice, find }, signalOf(token)),
	);

	const onApply = (method: 'rssv2/push/apply' | 'rssv2/rollback/apply', title: string, apply: Apply) =>
		onCustomRequest(
			connection,
			method,
			async ({ planId, workDoneToken }, token) => {
				const progress = reporter(connection, workDoneToken, title);
				const report = ({ description, done, total }: PushProgress) =>
					progress.report(description, done, total);
				const result = await apply(planId, signalOf(token), report).finally(progress.done);
				if (!result) throw failure('This plan was applied already, or is too old: plan again.');
				return result;
			},
			{ keepResult: true },
		);
	onApply('rssv2/push/apply', 'Push', pushes.apply.bind(pushes));
	onApply('rssv2/rollback/apply', 'Rollback', rollbacks.apply.bind(rollbacks));
}
