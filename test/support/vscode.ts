// What stands for the module `vscode` outside of VS Code: its translations alone, by the library that VS Code uses.
import * as l10n from '@vscode/l10n';

export { l10n };
