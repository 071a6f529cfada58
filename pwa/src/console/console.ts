import './console.css';
import { startDrafts } from './draft';
import { startForms } from './forms';
import { startIntake } from './intake';
import { startKeyboard } from './keyboard';
import { startLists } from './lists';
import { startPolling } from './poll';

document.documentElement.classList.add('js');
startKeyboard();
startLists();
startForms();
startIntake();
startDrafts();
startPolling();
