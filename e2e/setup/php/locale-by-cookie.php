<?php
// Lets a test look at the screens in another locale and direction, without a language pack and for its own browser only.
if ( isset( $_COOKIE['e2e_locale'] ) && is_string( $_COOKIE['e2e_locale'] ) ) {
	add_filter( 'determine_locale', static fn(): string => preg_replace( '/\W/', '', $_COOKIE['e2e_locale'] ) );
	add_filter( 'locale', static fn(): string => preg_replace( '/\W/', '', $_COOKIE['e2e_locale'] ) );
	add_action( 'after_setup_theme', static fn() => $GLOBALS['wp_locale']->text_direction = str_starts_with( $_COOKIE['e2e_locale'], 'he' ) ? 'rtl' : 'ltr' );
}
