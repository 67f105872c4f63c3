/** Lines of Paysafe's statements are found by whatever name they give an order. */
export const namedLines = `
CREATE INDEX balance_line_refund ON balance_line (refund_ref) WHERE refund_ref IS NOT NULL AND provider = 'paysafe';
CREATE INDEX balance_line_merchant ON balance_line (merchant_ref) WHERE merchant_ref IS NOT NULL;
`;
