import type { PreviewModel } from '../../../server/src/protocol.js';
import type { Post } from './host.js';
import { SeverityIcon } from './Icon.js';

/** File, adapter and its limits, the push button, and a banner while the text cannot be read. */
export function Header({ model, post }: { model: PreviewModel; post: Post }) {
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
						<span>
							{adapter.queues.used} of {adapter.queues.limit} queues
						</span>
						<span>RSS set {adapter.rssProcessorsText}</span>
					</p>
				)}
			</div>
			<button type="button" class="push" onClick={() => post({ type: 'push' })}>
				Push…
			</button>
			{/* Always there: a live region speaks only of what changes within it. */}
			<div class="banner" role="status">
				{model.stale && (
					<p>
						<SeverityIcon severity="warning" /> The text cannot be read just now: this is the last state that
						could.
					</p>
				)}
			</div>
		</header>
	);
}
