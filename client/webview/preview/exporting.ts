import type {
	AdapterView,
	EntityView,
	PreviewModel,
	PreviewToHost,
	TrafficResult,
} from '../../../server/src/protocol.js';
import { currentTheme, entityScene } from './exportScene.js';
import { toCsv } from './exportTable.js';
import type { ProcessorLoad } from './load.js';
import type { Colours } from './palette.js';
import { toPng, toSvg } from './scene.js';

/**
 * What is shown as a file for the host to save. Without an entity it is the table of all of them.
 * @throws Error when the picture is too large for the browser
 */
export function exportPicture(
	format: 'png' | 'svg' | 'csv',
	model: PreviewModel,
	adapter: AdapterView,
	entity: EntityView | undefined,
	load: ProcessorLoad | undefined,
	colours: Colours,
	traffic: TrafficResult | undefined,
): PreviewToHost {
	const stem = model.fileName.replace(/(\.rssv2)?\.(ya?ml|jsonc?)$/, '');
	const suffix = entity ? `-${entity.key.replace(/[^\w]+/g, '')}` : '';
	const file = { type: 'export', fileName: `${stem}${suffix}.${format}`, format } as const;
	if (format === 'csv' || !entity || !load)
		return { ...file, format: 'csv', data: toCsv(entity ? [entity] : model.entities, adapter, traffic) };
	const scene = entityScene(model.fileName, entity, adapter, load, colours, currentTheme());
	return { ...file, data: format === 'svg' ? toSvg(scene) : toPng(scene, 2) };
}
