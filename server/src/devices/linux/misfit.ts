import type { Configuration } from '../../config/model.js';
import type { NotOnTarget } from '../notOnTarget.js';

/** Where a file names another interface than the one it is to be pushed to. */
export function otherInterface({ entities }: Configuration, interfaceName: string): NotOnTarget[] {
	return entities.flatMap(({ linux }) => {
		if (linux === undefined || linux.interface.value === interfaceName) return [];
		const message = `The file is for the interface ${linux.interface.value} (linux.interface); the device is ${interfaceName}.`;
		return [{ span: linux.interface.span, message }];
	});
}
