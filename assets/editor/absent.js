// Stands for what EasyMDE brings and drafts do not need: the preview is the server's, the spelling the browser's.
export const marked = null;
export default null;
