<?php
// Router for php -S: files as they are, everything else through WordPress, so that pretty permalinks work.
$path = rawurldecode( (string) parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );
$file = __DIR__ . $path;
if ( str_contains( $path, '/.' ) || str_contains( $path, '/wp-content/database' ) ) {
	http_response_code( 403 );
	return true;
}
if ( '/' !== $path && file_exists( $file ) ) {
	if ( ! is_dir( $file ) ) {
		return false;
	}
	if ( ! str_ends_with( $path, '/' ) ) {
		header( "Location: $path/", true, 301 );
		return true;
	}
	if ( file_exists( "$file/index.php" ) ) {
		$_SERVER['SCRIPT_NAME']     = $path . 'index.php';
		$_SERVER['PHP_SELF']        = $path . 'index.php';
		$_SERVER['SCRIPT_FILENAME'] = "$file/index.php";
		chdir( $file );
		require "$file/index.php";
		return true;
	}
}
$_SERVER['SCRIPT_NAME'] = '/index.php';
$_SERVER['PHP_SELF']    = '/index.php';
chdir( __DIR__ );
require __DIR__ . '/index.php';
