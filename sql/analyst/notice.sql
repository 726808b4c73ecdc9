-- Notices of the login's organisation with counts, never who. The area is that of the address list.
CREATE OR REPLACE VIEW gis.notice WITH (security_barrier) AS
SELECT n.id, n.headline, n.message_class, n.state, n.address_list_id, n.created_at, d.started_at,
       l.address_count, c.addresses_done, c.addresses_failed,
       public.told_addresses_stopped(d.id) AS addresses_stopped, c.delivered, c.accepted,
       c.not_delivered, c.unknown, c.no_contact, c.refused, c.underway, c.given_up, l.geom
  FROM public.notices_of_analyst() n
  JOIN public.lists_of_analyst() l ON l.id = n.address_list_id
  LEFT JOIN public.dispatch d ON d.notice_id = n.id
  LEFT JOIN LATERAL public.told_dispatch_counts(d.id) c ON true;

COMMENT ON VIEW gis.notice IS 'Varsler i egen organisasjon, med antall. Et antall personer fra 1 til 9 vises aldri: det er NULL, og alle er NULL når det er færre enn ti i alt';
COMMENT ON COLUMN gis.notice.id IS 'Nøkkel';
COMMENT ON COLUMN gis.notice.headline IS 'Overskrift';
COMMENT ON COLUMN gis.notice.message_class IS 'service, information, emergency eller formal';
COMMENT ON COLUMN gis.notice.state IS 'draft (utkast), submitted (til godkjenning), approved (godkjent) eller dispatched (sendt)';
COMMENT ON COLUMN gis.notice.address_list_id IS 'gis.address_list.id';
COMMENT ON COLUMN gis.notice.created_at IS 'Når varselet ble opprettet';
COMMENT ON COLUMN gis.notice.started_at IS 'Når utsendingen startet; NULL før den';
COMMENT ON COLUMN gis.notice.address_count IS 'Antall adresser på listen';
COMMENT ON COLUMN gis.notice.addresses_done IS 'Adresser som er behandlet';
COMMENT ON COLUMN gis.notice.addresses_failed IS 'Adresser der fristen gikk ut, eller der ingen ble slått opp fordi for mange andre måtte slås opp';
COMMENT ON COLUMN gis.notice.addresses_stopped IS 'Adresser som ikke ble behandlet fordi utsendingen ble stanset; NULL før den startet';
COMMENT ON COLUMN gis.notice.delivered IS 'Personer med kvittering for at meldingen kom fram';
COMMENT ON COLUMN gis.notice.accepted IS 'Personer med melding overlevert, uten kvittering ennå';
COMMENT ON COLUMN gis.notice.not_delivered IS 'Personer med kvittering for at meldingen ikke kom fram';
COMMENT ON COLUMN gis.notice.unknown IS 'Personer der det er uavklart om meldingen ble overlevert';
COMMENT ON COLUMN gis.notice.no_contact IS 'Personer som ikke nås digitalt';
COMMENT ON COLUMN gis.notice.refused IS 'Personer der tilbyderen avviste meldingen';
COMMENT ON COLUMN gis.notice.underway IS 'Personer med melding på vei til tilbyderen';
COMMENT ON COLUMN gis.notice.given_up IS 'Personer der fristen gikk ut før meldingen ble overlevert';
COMMENT ON COLUMN gis.notice.geom IS 'Adresselistens område, EPSG:25833; NULL der bare gater eller adresser var valgt';
