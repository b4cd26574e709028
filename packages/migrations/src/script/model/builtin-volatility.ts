/**
 * Names of PostgreSQL's own functions that may stand in a column default, by `pg_proc.provolatile` of
 * version 18. A name is volatile if any of its overloads is. Functions of maintenance, statistics, large
 * objects and the internals of operators are left out. A test compares both lists with a server.
 */

/** Evaluated for every row: in ADD COLUMN they rewrite the table. */
export const builtinVolatile: ReadonlySet<string> = new Set(
  `
  array_sample array_shuffle clock_timestamp current_query currval gen_random_uuid lastval nextval
  pg_blocking_pids pg_cancel_backend pg_collation_actual_version pg_current_logfile
  pg_database_collation_actual_version pg_database_size pg_get_sequence_data pg_indexes_size
  pg_is_in_recovery pg_is_wal_replay_paused pg_jit_available pg_last_committed_xact
  pg_logical_emit_message pg_nextoid pg_notification_queue_usage pg_relation_size pg_sequence_last_value
  pg_stat_file pg_stat_have_stats pg_table_size pg_tablespace_size pg_terminate_backend
  pg_total_relation_size pg_xact_commit_timestamp pg_xact_status query_to_xml query_to_xml_and_xmlschema
  query_to_xmlschema random random_normal set_config setval timeofday ts_rewrite txid_status uuidv4 uuidv7
`
    .trim()
    .split(/\s+/),
);

/** Stable or immutable: evaluated once for the whole statement. */
export const builtinSteady: ReadonlySet<string> = new Set(
  `
  abbrev abs acos acosd acosh age area array_append array_dims array_fill array_length array_lower
  array_ndims array_position array_positions array_prepend array_remove array_replace array_reverse
  array_sort array_to_json array_to_string array_to_tsvector array_upper ascii asin asind asinh atan atan2
  atan2d atand atanh bit bit_count bit_length bool bound_box box bpchar broadcast bytea cardinality
  casefold cbrt ceil ceiling center char char_length character_length chr cidr circle col_description
  concat concat_ws convert convert_from convert_to cos cosd cosh cot cotd crc32 crc32c current_database
  current_schema current_schemas current_setting current_user database_to_xml
  database_to_xml_and_xmlschema database_to_xmlschema date date_add date_bin date_part date_subtract
  date_trunc datemultirange daterange decode degrees diagonal diameter div encode erf erfc exp extract
  factorial family float4 float8 floor format format_type gamma gcd get_bit get_byte get_current_ts_config
  getdatabaseencoding getpgusername height host hostmask icu_unicode_version in_range inet_client_addr
  inet_client_port inet_merge inet_same_family inet_server_addr inet_server_port initcap int2 int4 int4inc
  int4multirange int4range int8 int8multirange int8range interval is_normalized isclosed isempty isfinite
  ishorizontal isopen isparallel isperp isvertical json_array_length json_build_array json_build_object
  json_extract_path json_extract_path_text json_object json_populate_record json_strip_nulls
  json_to_record json_to_tsvector json_typeof jsonb_array_length jsonb_build_array jsonb_build_object
  jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_path_exists
  jsonb_path_exists_tz jsonb_path_match jsonb_path_match_tz jsonb_path_query_array
  jsonb_path_query_array_tz jsonb_path_query_first jsonb_path_query_first_tz jsonb_populate_record
  jsonb_populate_record_valid jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls jsonb_to_record
  jsonb_to_tsvector jsonb_typeof justify_days justify_hours justify_interval lcm left length lgamma like
  like_escape line ln log log10 lower lower_inf lpad lseg ltrim macaddr macaddr8 macaddr8_set7bit
  make_date make_interval make_time make_timestamp make_timestamptz makeaclitem masklen md5 min_scale mod
  money multirange mxid_age name nameconcatoid netmask network normalize notlike now npoints num_nonnulls
  num_nulls numeric numeric_div_trunc nummultirange numnode numrange obj_description octet_length oid
  oidvectortypes overlaps overlay parse_ident path pg_backend_pid pg_client_encoding pg_column_size
  pg_conf_load_time pg_current_snapshot pg_current_xact_id pg_current_xact_id_if_assigned
  pg_get_serial_sequence pg_my_temp_schema pg_postmaster_start_time pg_size_bytes pg_size_pretty
  pg_trigger_depth pg_typeof phraseto_tsquery pi plainto_tsquery point polygon position
  postgresql_fdw_validator pow power querytree quote_ident quote_literal quote_nullable radians radius
  range_merge regclass regexp_count regexp_instr regexp_like regexp_match regexp_replace
  regexp_split_to_array regexp_substr repeat replace reverse right round row_security_active row_to_json
  rpad rtrim scale schema_to_xml schema_to_xml_and_xmlschema schema_to_xmlschema session_user set_bit
  set_byte set_masklen setweight sha224 sha256 sha384 sha512 shobj_description sign similar_escape
  similar_to_escape sin sind sinh slope split_part sqrt statement_timestamp string_to_array strip strpos
  substr substring system_user table_to_xml table_to_xml_and_xmlschema table_to_xmlschema tan tand tanh
  text textlen time timestamp timestamptz timetz timezone to_ascii to_bin to_char to_date to_hex to_json
  to_jsonb to_number to_oct to_regclass to_regcollation to_regnamespace to_regoper to_regoperator
  to_regproc to_regprocedure to_regrole to_regtype to_regtypemod to_timestamp to_tsquery to_tsvector
  transaction_timestamp translate trim_array trim_scale trunc ts_delete ts_filter ts_headline ts_lexize
  ts_rank ts_rank_cd tsmultirange tsquery_phrase tsrange tstzmultirange tstzrange tsvector_to_array
  txid_current txid_current_if_assigned txid_current_snapshot txid_snapshot_xmax txid_snapshot_xmin
  txid_visible_in_snapshot unicode_assigned unicode_version unistr upper upper_inf uuid_extract_timestamp
  uuid_extract_version varbit varchar version websearch_to_tsquery width width_bucket xid xml
  xml_is_well_formed xml_is_well_formed_content xml_is_well_formed_document xmlcomment xmlexists xmltext
  xmlvalidate xpath xpath_exists
`
    .trim()
    .split(/\s+/),
);

/** Volatile functions of extensions that Prisma schemas often use, with the extension that brings them. */
export const extensionVolatile: ReadonlyMap<string, string> = new Map([
  ['uuid_generate_v1', 'uuid-ossp'],
  ['uuid_generate_v1mc', 'uuid-ossp'],
  ['uuid_generate_v4', 'uuid-ossp'],
  ['gen_random_bytes', 'pgcrypto'],
  ['gen_salt', 'pgcrypto'],
  ['gen_random_ulid', 'pgx_ulid'],
  ['gen_ulid', 'ulid'],
  ['gen_monotonic_ulid', 'pgx_ulid'],
  ['uuid_generate_v7', 'pg_uuidv7'],
]);
