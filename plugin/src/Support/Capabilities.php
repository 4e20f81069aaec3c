<?php
/**
 * The agent's role: what it needs to read and change orders, nothing else.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

defined( 'ABSPATH' ) || exit;

final class Capabilities {
	public const ROLE  = 'crossdock_agent';
	public const AGENT = 'crossdock_agent';

	public const MANAGE = 'manage_woocommerce';
	public const RETRY  = 'edit_shop_orders';
	public const READ   = 'view_woocommerce_reports';

	private const GRANTED = array(
		self::AGENT,
		'read',
		'read_private_shop_orders',
		'edit_shop_orders',
		'edit_others_shop_orders',
		'edit_private_shop_orders',
		'edit_published_shop_orders',
		'read_private_products',
	);

	public static function install(): void {
		$wanted = array_fill_keys( self::GRANTED, true );
		$role   = get_role( self::ROLE );
		if ( null !== $role && $role->capabilities === $wanted ) {
			return;
		}
		remove_role( self::ROLE );
		add_role( self::ROLE, 'Crossdock agent', $wanted );
	}

	/** @return list<string> what the current person may do, in words that the agent knows. */
	public static function ofCurrentUser(): array {
		return array_values( array_filter( array( self::MANAGE, self::RETRY, self::READ ), 'current_user_can' ) );
	}
}
