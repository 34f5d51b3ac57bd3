import type { AdapterView, EntityView } from '../../../server/src/protocol.js';
import type { Post } from './host.js';
import { IndirectionTable } from './IndirectionTable.js';
import { LoadByProcessor } from './LoadByProcessor.js';
import type { Colours } from './palette.js';
import { Steering } from './Steering.js';
import { Summary } from './Summary.js';

interface EntityPaneProps {
	entity: EntityView;
	adapter: AdapterView;
	colours: Colours;
	/** Index of the table entry that Tab reaches. */
	cell: number;
	onEnter: (cell: number) => void;
	post: Post;
}

/** All about the chosen entity. */
export function EntityPane({ entity, adapter, colours, cell, onEnter, post }: EntityPaneProps) {
	return (
		<>
			<Summary entity={entity} />
			<section aria-labelledby="table-heading">
				<h3 id="table-heading">
					Indirection table
					{!entity.rss && entity.table.length > 0 && <span class="aside">inactive while RSS is off</span>}
				</h3>
				{entity.table.length > 0 ? (
					<IndirectionTable
						key={entity.key}
						table={entity.table}
						active={entity.rss}
						colours={colours}
						cell={cell}
						onEnter={onEnter}
						post={post}
					/>
				) : (
					<p class="empty">{entity.title} has no indirection table in the file.</p>
				)}
				<Steering entity={entity} colours={colours} post={post} />
			</section>
			<LoadByProcessor entity={entity} topology={adapter.topology} />
		</>
	);
}
