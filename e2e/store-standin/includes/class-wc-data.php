<?php
declare( strict_types = 1 );

/** A point in time that remembers the site's zone. */
class WC_DateTime extends DateTime {
	/** From a timestamp, a site-local text without a zone, or a text with one. */
	public static function from( mixed $value ): ?self {
		if ( null === $value || '' === $value || $value instanceof self ) {
			return $value instanceof self ? $value : null;
		}
		$at = is_numeric( $value ) ? new self( '@' . (int) $value ) : new self( (string) $value, wp_timezone() );
		return $at->setTimezone( wp_timezone() );
	}

	public static function from_gmt( ?string $value ): ?self {
		return null === $value || '' === $value ? null : self::from( strtotime( $value . ' UTC' ) );
	}

	public function gmt(): string {
		return gmdate( 'Y-m-d H:i:s', $this->getTimestamp() );
	}

	public function date( string $format ): string {
		return $this->format( $format );
	}

	public function date_i18n( string $format = 'Y-m-d' ): string {
		return (string) wp_date( $format, $this->getTimestamp() );
	}

	public function getOffsetTimestamp(): int {
		return $this->getTimestamp() + $this->getOffset();
	}

	public function __toString(): string {
		return $this->format( DATE_ATOM );
	}
}

class WC_Data_Exception extends Exception {
	public function __construct( private string $error_code, string $message, int $status = 400, private array $error_data = array() ) {
		$this->error_data = array_merge( array( 'status' => $status ), $error_data );
		parent::__construct( $message, $status );
	}

	public function getErrorCode(): string {
		return $this->error_code;
	}

	public function getErrorData(): array {
		return $this->error_data;
	}
}

final class WC_Meta_Data implements JsonSerializable {
	public function __construct( public int $id, public string $key, public mixed $value, public bool $changed = false ) {}

	public function get_data(): array {
		return array(
			'id'    => $this->id,
			'key'   => $this->key,
			'value' => $this->value,
		);
	}

	public function jsonSerialize(): array {
		return $this->get_data();
	}
}

/** What orders, items and products share: named properties with getters and setters, pending changes, and meta data. */
abstract class WC_Data {
	protected int $id = 0;
	/** @var array<string, mixed> */
	protected array $data = array();
	/** @var array<string, mixed> */
	protected array $changes = array();
	/** @var list<WC_Meta_Data>|null */
	private ?array $meta = null;
	/** @var list<int> */
	private array $deleted_meta = array();

	/** @return array{table: string, id: string, object: string} */
	abstract protected function meta_store(): array;

	public function get_id(): int {
		return $this->id;
	}

	public function set_id( int $id ): void {
		$this->id = $id;
	}

	public function get_prop( string $name ): mixed {
		return array_key_exists( $name, $this->changes ) ? $this->changes[ $name ] : ( $this->data[ $name ] ?? null );
	}

	public function set_prop( string $name, mixed $value ): void {
		if ( ( $this->data[ $name ] ?? null ) !== $value || array_key_exists( $name, $this->changes ) ) {
			$this->changes[ $name ] = $value;
		}
	}

	public function get_data(): array {
		return array_merge( array( 'id' => $this->id ), $this->data, $this->changes );
	}

	public function get_changes(): array {
		return $this->changes;
	}

	public function apply_changes(): void {
		$this->data    = array_merge( $this->data, $this->changes );
		$this->changes = array();
	}

	public function __call( string $method, array $args ): mixed {
		$verb = substr( $method, 0, 4 );
		$name = substr( $method, 4 );
		if ( 'get_' === $verb && array_key_exists( $name, $this->data ) ) {
			return $this->get_prop( $name );
		}
		if ( 'set_' === $verb && array_key_exists( $name, $this->data ) ) {
			$this->set_prop( $name, str_starts_with( $name, 'date_' ) ? WC_DateTime::from( $args[0] ) : $args[0] );
			return null;
		}
		throw new BadMethodCallException( static::class . "::$method is not part of the stand-in" );
	}

	/** @return list<WC_Meta_Data> */
	public function get_meta_data(): array {
		if ( null === $this->meta ) {
			$this->meta = array();
			$store      = $this->meta_store();
			if ( 0 !== $this->id ) {
				global $wpdb;
				foreach ( $wpdb->get_results( $wpdb->prepare( "SELECT {$store['id']} AS id, meta_key, meta_value FROM {$store['table']} WHERE {$store['object']} = %d ORDER BY 1", $this->id ) ) as $row ) {
					$this->meta[] = new WC_Meta_Data( (int) $row->id, $row->meta_key, maybe_unserialize( $row->meta_value ) );
				}
			}
		}
		return array_values( array_filter( $this->meta, fn( $entry ) => ! $this->is_internal_meta( $entry->key ) ) );
	}

	protected function is_internal_meta( string $key ): bool {
		return false;
	}

	public function get_meta( string $key = '', bool $single = true, string $context = 'view' ): mixed {
		$found = array_values( array_filter( $this->get_meta_data(), static fn( $entry ) => $entry->key === $key ) );
		return $single ? ( $found[0]->value ?? '' ) : $found;
	}

	public function meta_exists( string $key = '' ): bool {
		return array() !== $this->get_meta( $key, false );
	}

	public function add_meta_data( string $key, mixed $value, bool $unique = false ): void {
		if ( $unique ) {
			$this->delete_meta_data( $key );
		}
		$this->get_meta_data();
		$this->meta[] = new WC_Meta_Data( 0, $key, $value, true );
	}

	public function update_meta_data( string $key, mixed $value, int $meta_id = 0 ): void {
		$this->get_meta_data();
		foreach ( $this->meta as $entry ) {
			if ( 0 !== $meta_id ? $entry->id === $meta_id : $entry->key === $key ) {
				$entry->changed = $entry->changed || $entry->value !== $value || $entry->key !== $key;
				$entry->key     = $key;
				$entry->value   = $value;
				return;
			}
		}
		$this->meta[] = new WC_Meta_Data( 0, $key, $value, true );
	}

	public function delete_meta_data( string $key ): void {
		$this->get_meta_data();
		foreach ( $this->meta as $entry ) {
			if ( $entry->key === $key ) {
				$this->deleted_meta[] = $entry->id;
			}
		}
		$this->meta = array_values( array_filter( $this->meta, static fn( $entry ) => $entry->key !== $key ) );
	}

	public function delete_meta_data_by_mid( int $meta_id ): void {
		$this->get_meta_data();
		$this->deleted_meta[] = $meta_id;
		$this->meta           = array_values( array_filter( $this->meta, static fn( $entry ) => $entry->id !== $meta_id ) );
	}

	/** Writes pending meta; says whether there was any. */
	public function save_meta_data(): bool {
		global $wpdb;
		$store   = $this->meta_store();
		$written = false;
		foreach ( array_filter( $this->deleted_meta ) as $id ) {
			$wpdb->delete( $store['table'], array( $store['id'] => $id ) );
			$written = true;
		}
		$this->deleted_meta = array();
		foreach ( $this->meta ?? array() as $entry ) {
			if ( ! $entry->changed ) {
				continue;
			}
			$row = array(
				$store['object'] => $this->id,
				'meta_key'       => $entry->key,
				'meta_value'     => maybe_serialize( $entry->value ),
			);
			if ( 0 === $entry->id ) {
				$wpdb->insert( $store['table'], $row );
				$entry->id = (int) $wpdb->insert_id;
			} else {
				$wpdb->update( $store['table'], $row, array( $store['id'] => $entry->id ) );
			}
			$entry->changed = false;
			$written        = true;
		}
		return $written;
	}

	public function read_meta_data( bool $force = false ): void {
		if ( $force ) {
			$this->meta = null;
		}
	}
}
