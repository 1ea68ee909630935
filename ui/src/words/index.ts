export { words } from './en';
export { errorText, type ErrorText } from './errors';
export { formatCount, formatDate, formatDateTime } from './format';
export { fieldName, problemText } from './problems';
