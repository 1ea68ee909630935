export { directoryName } from './directory';
export { words } from './en';
export { errorText, type ErrorText } from './errors';
export { formatCount, formatDate, formatDateTime, formatDayTime } from './format';
export { fieldName, problemText } from './problems';
