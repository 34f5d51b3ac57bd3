/** SVG patterns that every drawing of the page refers to: hatching for unused ground, stripes for repeated hues. */
export function Patterns() {
	return (
		<svg class="patterns" width="0" height="0" aria-hidden="true">
			<defs>
				<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
					<rect class="hatch-line" width="1.4" height="7" />
				</pattern>
				{[45, -45, 90].map((angle, i) => (
					<pattern
						key={angle}
						id={`stripes-${i + 1}`}
						width="7"
						height="7"
						patternUnits="userSpaceOnUse"
						patternTransform={`rotate(${angle})`}
					>
						<rect class="stripe" width="3" height="7" />
					</pattern>
				))}
			</defs>
		</svg>
	);
}
