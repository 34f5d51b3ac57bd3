import { Disposable } from 'vscode';
import { registerCommand } from '../../infrastructure/commands.js';
import type { Services } from '../../infrastructure/services.js';
import { openPreview, openPreviewToSide } from './commands.js';
import { PreviewPanels } from './previewPanels.js';

/** A preview a document, beside its text or in its place; restored after a reload. */
export function activatePreview(services: Services): Disposable {
	const { log, target } = services;
	const panels = new PreviewPanels(services);
	return Disposable.from(
		panels,
		registerCommand(openPreview(panels, target), log),
		registerCommand(openPreviewToSide(panels, target), log),
	);
}
