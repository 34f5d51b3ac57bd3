import type { Connection } from 'vscode-languageserver';
import { deviceLabel } from '../devices/uri.js';
import { balanceOf } from './balance.js';
import { baselineOfState, baselineOfText } from './baseline.js';
import { Captures } from './captures.js';
import type { Analysis, AnalysisStore } from './documents.js';
import { editTable } from './editTable.js';
import type { Environment } from './environment.js';
import { previewModelOf } from './previewModel.js';
import { reporter } from './progress.js';
import { swatchesOf } from './reading/swatches.js';
import { onCustomRequest, signalOf } from './requests.js';
import { failure } from './runner.js';
import { type Colours, colours } from './topology.js';
import { trafficOf } from './traffic.js';
import { whatIf } from './whatIf.js';
import { withDevicesOf } from './withDevice.js';

/** The requests about previews: the picture, changing the text from it, comparing, sending traffic through it. */
export function registerPreviewRequests(
	connection: Connection,
	store: AnalysisStore,
	environment: Environment,
): PreviewColours {
	const withDevice = withDevicesOf(environment);
	const painted = new PreviewColours();
	const captures = new Captures(environment);
	const analysisOf = (uri: string): Analysis => {
		const analysis = store.get(uri);
		if (!analysis) throw failure('The file is not open.');
		return analysis;
	};

	onCustomRequest(connection, 'rssv2/preview', ({ uri, whatIf: changes = [] }) => {
		const analysis = store.get(uri);
		return analysis ? previewModelOf(analysis, { changes, known: painted.of(analysis) }) : null;
	});
	onCustomRequest(connection, 'rssv2/swatches', ({ uri, lines }) => {
		const analysis = store.get(uri);
		if (!analysis) return null;
		return { version: analysis.version, swatches: swatchesOf(analysis, lines, painted.of(analysis)) };
	});
	onCustomRequest(connection, 'rssv2/editTable', ({ uri, version, changes }) => {
		const analysis = analysisOf(uri);
		if (analysis.version !== version) throw failure('The text has changed meanwhile: try again.');
		return editTable(analysis, changes);
	});
	onCustomRequest(connection, 'rssv2/baseline', async (params, token) => {
		const analysis = analysisOf(params.uri);
		if ('text' in params) return baselineOfText(params.label, params.text, analysis);
		const signal = signalOf(token);
		return withDevice(params.device, signal, async (device) => {
			const { entities } = await device.read(signal);
			return baselineOfState(deviceLabel(device.uri), entities);
		});
	});
	onCustomRequest(
		connection,
		'rssv2/traffic',
		async ({ uri, vportId, source, whatIf: changes = [], workDoneToken }, token) => {
			const analysis = analysisOf(uri);
			const { configuration } = (analysis.lastComplete ?? analysis).check;
			if (!configuration)
				throw failure('The file describes no adapter yet: there is nowhere to send packets.');
			const progress = reporter(connection, workDoneToken, 'Traffic');
			const supposed = whatIf(configuration, changes).configuration;
			try {
				return await trafficOf(supposed, vportId, source, captures, {
					signal: signalOf(token),
					report: progress.report,
				});
			} finally {
				progress.done();
			}
		},
	);
	onCustomRequest(connection, 'rssv2/balance', async ({ uri, source, workDoneToken, ...wish }, token) => {
		const { check, version } = analysisOf(uri);
		const { configuration, findings } = check;
		if (!configuration || findings.some(({ severity }) => severity === 'error'))
			throw failure('The file has errors: correct them first.');
		const progress = reporter(connection, workDoneToken, 'Traffic');
		try {
			const work = { signal: signalOf(token), report: progress.report };
			const traffic = await trafficOf(configuration, wish.vportId, source, captures, work);
			return balanceOf(configuration, version, traffic, wish);
		} finally {
			progress.done();
		}
	});
	return painted;
}

/** The colours of each document's processors, kept from picture to picture while it is open. */
export class PreviewColours {
	readonly #known = new Map<string, Colours>();

	/** Those of a document as it is now. */
	of({ uri, lastComplete }: Analysis): Colours {
		const configuration = lastComplete?.check.configuration;
		const known = this.#known.get(uri);
		if (!configuration) return known ?? new Map();
		const now = colours(configuration, known);
		this.#known.set(uri, now);
		return now;
	}

	/** Forgets a closed document. */
	forget(uri: string): void {
		this.#known.delete(uri);
	}
}
