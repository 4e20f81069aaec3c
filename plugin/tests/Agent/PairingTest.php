<?php

declare(strict_types=1);

namespace Crossdock\Tests\Agent;

use Crossdock\Agent\Enrolment;
use Crossdock\Agent\Fence;
use Crossdock\Agent\Pairing;
use Crossdock\Agent\PairingCode;
use Crossdock\Agent\SiteIdentity;
use Crossdock\Tests\TestCase;

final class PairingTest extends TestCase {
	public function test_a_right_code_gives_key_secret_and_identity_once(): void {
		$code   = PairingCode::make()['code'];
		$answer = $this->crossdock( 'POST', '/pair', $this->request( $code ) );
		self::assertSame( 200, $answer->get_status(), (string) wp_json_encode( $answer->get_data() ) );
		$data = $answer->get_data();
		self::assertMatchesRegularExpression( '/^ck_[0-9a-f]{40}$/', $data['consumer_key'] );
		self::assertMatchesRegularExpression( '/^cs_[0-9a-f]{40}$/', $data['consumer_secret'] );
		self::assertSame( 64, strlen( $data['shared_secret'] ) );
		self::assertSame( get_option( 'home' ), $data['site']['home_url'] );
		self::assertFalse( $data['site']['fenced'] );
		self::assertRefused( 'crossdock_code_invalid', 403, $this->crossdock( 'POST', '/pair', $this->request( $code ) ) );
	}

	public function test_the_key_is_stored_as_woocommerce_does_and_belongs_to_a_user_with_few_rights(): void {
		$made = $this->pair();
		$row  = $GLOBALS['wpdb']->get_row( $GLOBALS['wpdb']->prepare( 'SELECT * FROM %i WHERE consumer_key = %s', $GLOBALS['wpdb']->prefix . 'woocommerce_api_keys', wc_api_hash( $made['consumer_key'] ) ), ARRAY_A );
		self::assertSame( array( 'read_write', $made['consumer_secret'] ), array( $row['permissions'], $row['consumer_secret'] ) );
		$user = get_userdata( (int) $row['user_id'] );
		self::assertSame( array( 'crossdock_agent' ), $user->roles );
		foreach ( array( 'manage_woocommerce', 'edit_posts', 'list_users', 'view_woocommerce_reports', 'delete_shop_orders', 'edit_products' ) as $capability ) {
			self::assertFalse( $user->has_cap( $capability ), $capability );
		}
	}

	public function test_a_code_may_be_typed_small_and_without_its_dash(): void {
		$code = strtolower( str_replace( '-', ' ', PairingCode::make()['code'] ) );
		self::assertIsArray( Enrolment::pair( $code, self::AGENT_URL, '' ) );
	}

	public function test_after_five_wrong_tries_the_right_code_is_no_longer_good(): void {
		$code = PairingCode::make()['code'];
		for ( $i = 0; $i < 5; $i++ ) {
			self::assertRefused( 'crossdock_code_invalid', 403, $this->crossdock( 'POST', '/pair', $this->request( 'AAAA-AAAA' ) ) );
		}
		self::assertRefused( 'crossdock_code_throttled', 429, $this->crossdock( 'POST', '/pair', $this->request( $code ) ) );
		self::assertIsArray( Enrolment::pair( PairingCode::make()['code'], self::AGENT_URL, '' ), 'a new code helps' );
	}

	public function test_an_old_code_is_refused(): void {
		$code            = PairingCode::make()['code'];
		$stored          = get_option( 'crossdock_pairing_code' );
		$stored['expires'] = time() - 1;
		update_option( 'crossdock_pairing_code', $stored, false );
		self::assertRefused( 'crossdock_code_invalid', 403, $this->crossdock( 'POST', '/pair', $this->request( $code ) ) );
	}

	public function test_no_code_no_pairing(): void {
		self::assertRefused( 'crossdock_code_invalid', 403, $this->crossdock( 'POST', '/pair', $this->request( '' . 'ABCD-EFGH' ) ) );
		self::assertRefused( 'crossdock_request_invalid', 400, $this->crossdock( 'POST', '/pair', array() ) );
	}

	public function test_the_code_itself_is_not_stored(): void {
		$code = PairingCode::make()['code'];
		self::assertStringNotContainsString( str_replace( '-', '', $code ), (string) wp_json_encode( get_option( 'crossdock_pairing_code' ) ) );
	}

	/** @dataProvider badAddresses */
	public function test_an_address_that_is_none_is_refused_and_the_code_stays_good( string $address ): void {
		$code = PairingCode::make()['code'];
		self::assertRefused( 'crossdock_agent_url_invalid', 422, $this->crossdock( 'POST', '/pair', array( 'agent_url' => $address ) + $this->request( $code ) ) );
		self::assertIsArray( Enrolment::pair( $code, self::AGENT_URL, '' ) );
	}

	/** @return list<array{string}> */
	public static function badAddresses(): array {
		return array( array( 'agent' ), array( 'ftp://agent.example' ), array( 'https://user:pass@agent.example' ), array( 'https://agent.example/?x=1' ), array( 'javascript:alert(1)' ) );
	}

	public function test_unpairing_takes_the_key_away(): void {
		$made = $this->pair();
		Enrolment::unpair();
		self::assertNull( Pairing::current() );
		self::assertNull( $GLOBALS['wpdb']->get_var( $GLOBALS['wpdb']->prepare( 'SELECT key_id FROM %i WHERE consumer_key = %s', $GLOBALS['wpdb']->prefix . 'woocommerce_api_keys', wc_api_hash( $made['consumer_key'] ) ) ) );
	}

	public function test_the_agents_user_cannot_log_in_with_a_password(): void {
		$this->pair();
		$user = get_user_by( 'login', Enrolment::LOGIN );
		wp_set_password( 'known', $user->ID );
		$answer = wp_authenticate( Enrolment::LOGIN, 'known' );
		self::assertInstanceOf( \WP_Error::class, $answer );
		self::assertSame( 'crossdock_no_login', $answer->get_error_code() );
	}

	public function test_a_copy_of_the_site_is_fenced_until_a_person_says_otherwise(): void {
		$this->beAgent();
		self::assertSame( 200, $this->claim()->get_status() );
		$moved = static fn(): string => 'https://staging.example';
		add_filter( 'pre_option_home', $moved );
		try {
			self::assertRefused( 'crossdock_fenced', 423, $this->claim() );
			$site = $this->crossdock( 'GET', '/site' );
			self::assertSame( array( 200, true ), array( $site->get_status(), $site->get_data()['fenced'] ) );
			self::assertSame( array( 'address' ), Fence::differences( Pairing::current() ) );
			Fence::accept();
			self::assertSame( 200, $this->claim()->get_status() );
		} finally {
			remove_filter( 'pre_option_home', $moved );
		}
		self::assertRefused( 'crossdock_fenced', 423, $this->claim() );
	}

	public function test_a_copied_database_is_noticed_and_https_is_no_move(): void {
		$this->pair();
		$pairing = Pairing::current();
		$pairing->withIdentity( array( 'database' => 'other' ) + $pairing->identity )->store();
		self::assertSame( array( 'database' ), Fence::differences( Pairing::current() ) );
		$pairing->store();
		$secure = static fn(): string => (string) preg_replace( '#^http:#', 'https:', (string) $GLOBALS['wpdb']->get_var( "SELECT option_value FROM {$GLOBALS['wpdb']->options} WHERE option_name = 'home'" ) );
		add_filter( 'pre_option_home', $secure );
		$closed = Fence::closed();
		remove_filter( 'pre_option_home', $secure );
		self::assertFalse( $closed );
	}

	public function test_a_copy_that_is_paired_on_purpose_becomes_a_site_of_its_own(): void {
		$this->pair();
		$before  = SiteIdentity::ensureId();
		$pairing = Pairing::current();
		$pairing->withIdentity( array( 'address' => 'elsewhere.example' ) + $pairing->identity )->store();
		$this->pair();
		self::assertNotSame( $before, SiteIdentity::ensureId() );
		self::assertFalse( Fence::closed() );
	}

	private function claim(): \WP_REST_Response {
		return $this->crossdock( 'POST', '/feed/claim', array( 'worker' => 'w', 'limit' => 10, 'lease_seconds' => 60 ) );
	}

	/** @return array<string, string> */
	private function request( string $code ): array {
		return array( 'code' => $code, 'agent_url' => self::AGENT_URL . '/', 'agent_version' => '1.0.0' );
	}
}
