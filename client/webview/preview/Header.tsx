import type { ComponentChildren } from 'preact';
import type { PreviewModel } from '../../../server/src/protocol.js';

/** File, adapter and its limits; beside them what can be done, below them what holds for the whole picture. */
export function Header({ model, children }: { model: PreviewModel; children: ComponentChildren }) {
	const { adapter } = model;
	return (
		<header>
			<div class="title">
				<h1>{model.fileName}</h1>
				{adapter && (
					<p class="muted facts">
						<span>{adapter.name}</span>
						<span>{adapter.mode === 'vmq' ? 'VMQ mode' : 'native mode'}</span>
						{adapter.vports && (
							<span>
								VPorts {adapter.vports.used} of {adapter.vports.limit}
							</span>
						)}
						<span data-tip="Queue pairs that the VPorts ask for, of those that the adapter has.">
							{adapter.queues.used} of {adapter.queues.limit} queues
						</span>
						<span data-tip="The processors that the adapter may use: from base to max, as many as it is allowed, nearest first.">
							RSS set {adapter.rssProcessorsText}
						</span>
					</p>
				)}
			</div>
			{children}
		</header>
	);
}
