/** The only version whose shapes this sandbox speaks: the one stripe 23.1.0 pins. */
export const apiVersion = '2026-10-28.endive';
