<?php
// The must-use plugin of every test site. Nothing asks the update servers, which cannot be reached, so the debug log holds only what matters.
foreach ( array( 'core', 'plugins', 'themes' ) as $crossdock_what ) {
	add_filter( "pre_site_transient_update_$crossdock_what", static fn() => (object) array( 'last_checked' => time(), 'updates' => array(), 'response' => array(), 'translations' => array(), 'no_update' => array(), 'checked' => array(), 'version_checked' => $GLOBALS['wp_version'] ) );
}
// There is no mail server here; mails are kept to be looked at.
add_filter(
	'pre_wp_mail',
	static function ( $done, array $mail ): bool {
		$line = array( 'to' => $mail['to'], 'subject' => $mail['subject'], 'message' => $mail['message'] );
		file_put_contents( ABSPATH . '.site/mail.jsonl', wp_json_encode( $line ) . "\n", FILE_APPEND | LOCK_EX );
		return true;
	},
	10,
	2
);
