import { demoOrder, PRODUCTS, SHIPPING_CENTS } from './catalogue.ts';

interface Shop {
  php(code: string): Promise<string>;
}

/** Puts the twelve products into the shop, in one request; a product that is there already is left alone. */
export async function seedProducts(shop: Shop): Promise<void> {
  await shop.php(`
    foreach (json_decode('${phpJson(PRODUCTS)}', true) as $row) {
      if (wc_get_product_id_by_sku($row['sku'])) { continue; }
      $product = class_exists('WC_Product_Simple') ? new WC_Product_Simple() : new WC_Product();
      $product->set_name($row['name']);
      $product->set_sku($row['sku']);
      $product->set_regular_price(number_format($row['cents'] / 100, 2, '.', ''));
      $product->set_manage_stock(true);
      $product->set_stock_quantity(1000);
      $product->save();
    }
    echo 'ok';`);
}

/** Places orders as a checkout would leave them: created, then paid. Returns their ids. */
export async function placeOrders(shop: Shop, from: number, count: number): Promise<number[]> {
  const orders = Array.from({ length: count }, (_, at) => demoOrder(from + at));
  const said = await shop.php(`
    $ids = array();
    foreach (json_decode('${phpJson(orders)}', true) as $row) {
      list($first, $last, $street, $city, $state, $postcode, $country) = $row['person'];
      $address = array('first_name' => $first, 'last_name' => $last, 'address_1' => $street, 'city' => $city, 'state' => $state, 'postcode' => $postcode, 'country' => $country);
      $order = wc_create_order();
      foreach ($row['units'] as $sku => $units) {
        $order->add_product(wc_get_product(wc_get_product_id_by_sku($sku)), $units);
      }
      $order->set_address($address + array('email' => 'customer@shop.example', 'phone' => '+49 221 1234'), 'billing');
      $order->set_address($address, 'shipping');
      $shipping = new WC_Order_Item_Shipping();
      $shipping->set_method_title('Flat rate');
      $shipping->set_method_id('flat_rate');
      $shipping->set_total('${(SHIPPING_CENTS / 100).toFixed(2)}');
      $order->add_item($shipping);
      $order->set_customer_note($row['note']);
      $order->set_payment_method('bacs');
      $order->set_payment_method_title('Paid in the demo');
      $order->calculate_totals(false);
      $order->save();
      $order->payment_complete('demo-' . $order->get_id());
      $ids[] = $order->get_id();
    }
    echo wp_json_encode($ids);`);
  return JSON.parse(said) as number[];
}

/** The shop's own books of an order: units by SKU, money in cents, and what its customer was told. */
export interface ShopRow {
  readonly id: number;
  readonly number: string;
  readonly status: string;
  readonly cents: number;
  readonly units: Readonly<Record<string, number>>;
  readonly street: string;
  readonly told: readonly string[];
  readonly refunds: readonly string[];
}

export async function shopBooks(shop: Shop, ids: readonly number[]): Promise<ShopRow[]> {
  const said = await shop.php(`
    $rows = array();
    foreach (json_decode('${phpJson(ids)}', true) as $id) {
      $order = wc_get_order($id);
      $units = array();
      foreach ($order->get_items() as $item) {
        $sku = $item->get_product()->get_sku();
        $units[$sku] = ($units[$sku] ?? 0) + (int) $item->get_quantity();
      }
      $rows[] = array(
        'id' => $id, 'number' => (string) $order->get_order_number(), 'status' => $order->get_status(),
        'cents' => (int) round(100 * (float) $order->get_total()), 'units' => (object) $units, 'street' => $order->get_shipping_address_1(),
        'told' => array_map(static fn($note) => $note->comment_content, array_values($order->get_customer_order_notes())),
        'refunds' => array_map(static fn($refund) => number_format((float) $refund->get_amount(), 2, '.', ''), array_values($order->get_refunds())),
      );
    }
    echo wp_json_encode($rows);`);
  return JSON.parse(said) as ShopRow[];
}

function phpJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}
