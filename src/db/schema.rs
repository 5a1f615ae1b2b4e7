//! The tables as the migrations make them. Kept by hand beside them; a test compares this file
//! with the catalogue of a migrated database. Columns that only a foreign key needs
//! (`district_kind` and the like) are left out, and so is `project_rows`, which is wider than diesel
//! allows here and is read by SQL alone.

diesel::table! {
    act_changes (organization_id, act_id, subject_kind, subject_id, version, field) {
        organization_id -> Uuid,
        act_id -> Uuid,
        subject_kind -> Text,
        subject_id -> Uuid,
        version -> BigInt,
        field -> Text,
        pass -> Integer,
    }
}

diesel::table! {
    aliases (organization_id, kind, old_id) {
        organization_id -> Uuid,
        kind -> Text,
        old_id -> Uuid,
        new_id -> Uuid,
    }
}

diesel::table! {
    client_pairs (organization_id, first_id, second_id) {
        organization_id -> Uuid,
        first_id -> Uuid,
        second_id -> Uuid,
        score -> SmallInt,
        reasons -> Array<Text>,
        state -> Text,
        decided_by -> Nullable<Uuid>,
        decided_at -> Nullable<Timestamptz>,
        found_at -> Timestamptz,
    }
}

diesel::table! {
    merges (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        kept_id -> Uuid,
        gone_id -> Uuid,
        done -> Jsonb,
        by_id -> Uuid,
        at -> Timestamptz,
        undone_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    activities (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        subject_kind -> Text,
        subject_id -> Uuid,
        #[sql_name = "type"]
        type_ -> Text,
        payload -> Jsonb,
        author_id -> Nullable<Uuid>,
        import_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    acts (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        user_id -> Uuid,
        kind -> Text,
        state -> Text,
        pass -> Integer,
        field -> Text,
        subject_id -> Nullable<Uuid>,
        cells -> Integer,
        kept -> Jsonb,
        kept_n -> Integer,
        made_at -> Timestamptz,
    }
}

diesel::table! {
    addresses (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        district_id -> Nullable<Uuid>,
        city_id -> Nullable<Uuid>,
        post_code -> Nullable<Text>,
        street -> Nullable<Text>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    bulk_changes (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        made_by -> Uuid,
        field -> Text,
        value -> Text,
        choice -> Nullable<Uuid>,
        query -> Text,
        state -> Text,
        n -> Integer,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    bulk_rows (organization_id, bulk_id, project_id) {
        organization_id -> Uuid,
        bulk_id -> Uuid,
        project_id -> Uuid,
        version -> BigInt,
        outcome -> Text,
        reason -> Nullable<Jsonb>,
    }
}

diesel::table! {
    changes (organization_id, subject_kind, subject_id, version, field) {
        organization_id -> Uuid,
        subject_kind -> Text,
        subject_id -> Uuid,
        version -> BigInt,
        field -> Text,
        from_value -> Nullable<Jsonb>,
        to_value -> Nullable<Jsonb>,
        actor_id -> Nullable<Uuid>,
        door -> Text,
        tab -> Nullable<Text>,
        import_id -> Nullable<Uuid>,
        at -> Timestamptz,
    }
}

diesel::table! {
    client_rows (organization_id, client_id) {
        organization_id -> Uuid,
        client_id -> Uuid,
        version -> BigInt,
        client_name -> Text,
        client_kind -> Text,
        full_name -> Text,
        short_name -> Text,
        last_name -> Text,
        first_name -> Text,
        middle_name -> Text,
        client_inn -> Text,
        kpp -> Text,
        ogrn -> Text,
        district -> Text,
        city -> Text,
        post_code -> Text,
        street -> Text,
        responsible_id -> Nullable<Uuid>,
        responsible_name -> Text,
        responsible_hue -> SmallInt,
        contact -> Text,
        phone -> Text,
        email -> Text,
        projects -> Integer,
        requested_kopecks -> BigInt,
        unread -> Jsonb,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    clients (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        kind -> Text,
        name -> Text,
        short_name -> Nullable<Text>,
        last_name -> Nullable<Text>,
        first_name -> Nullable<Text>,
        middle_name -> Nullable<Text>,
        other_names -> Array<Text>,
        name_key -> Text,
        inn -> Nullable<Text>,
        kpp -> Nullable<Text>,
        ogrn -> Nullable<Text>,
        address_id -> Nullable<Uuid>,
        responsible_id -> Nullable<Uuid>,
        custom -> Jsonb,
        unread -> Jsonb,
        import_id -> Nullable<Uuid>,
        source_rows -> Nullable<Array<BigInt>>,
        deleted_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    commission_members (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        kind -> Text,
        name -> Text,
        position -> Text,
        email -> Nullable<Text>,
        duty -> Text,
        has_vote -> Bool,
        active_from -> Date,
        active_until -> Nullable<Date>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    commissions (organization_id, kind) {
        organization_id -> Uuid,
        kind -> Text,
        quorum_percent -> Integer,
        number_format -> Text,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    contacts (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        client_id -> Nullable<Uuid>,
        owner_id -> Uuid,
        name -> Text,
        position -> Nullable<Text>,
        other_names -> Array<Text>,
        other_positions -> Array<Text>,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
        phone_text -> Nullable<Text>,
        more_emails -> Array<Text>,
        more_phones -> Array<Text>,
        notify -> Bool,
        import_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    custom_fields (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        entity -> Text,
        key -> Text,
        label -> Text,
        #[sql_name = "type"]
        type_ -> Text,
        options -> Jsonb,
        active -> Bool,
        import_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    custom_values (organization_id, row_id, field_id) {
        organization_id -> Uuid,
        row_id -> Uuid,
        field_id -> Uuid,
        number_value -> Nullable<BigInt>,
        date_value -> Nullable<Date>,
        text_value -> Nullable<Text>,
    }
}

diesel::table! {
    decisions (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        project_id -> Uuid,
        support_id -> Nullable<Uuid>,
        decision_type -> Nullable<Text>,
        decision_date -> Nullable<Date>,
        protocol_number -> Nullable<Text>,
        outcome -> Nullable<Text>,
        decision -> Nullable<Text>,
        meeting_id -> Nullable<Uuid>,
        annuls_id -> Nullable<Uuid>,
        annuls_reason -> Nullable<Text>,
        custom -> Jsonb,
        unread -> Jsonb,
        import_id -> Nullable<Uuid>,
        source_rows -> Nullable<Array<BigInt>>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    directory_entries (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        kind -> Text,
        name -> Text,
        name_key -> Text,
        level -> Nullable<Text>,
        active -> Bool,
        merged_into -> Nullable<Uuid>,
        import_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    import_differences (organization_id, import_id, n) {
        organization_id -> Uuid,
        import_id -> Uuid,
        n -> Integer,
        subject_kind -> Text,
        subject_id -> Uuid,
        label -> Text,
        field -> Text,
        here -> Text,
        there -> Text,
        outcome -> Text,
        sheet -> Nullable<Integer>,
        row -> Nullable<Integer>,
    }
}

diesel::table! {
    import_memory (organization_id, kind, key) {
        organization_id -> Uuid,
        kind -> Text,
        key -> Text,
        value -> Jsonb,
        remembered_by -> Nullable<Uuid>,
        remembered_at -> Timestamptz,
    }
}

diesel::table! {
    import_problems (organization_id, import_id, n) {
        organization_id -> Uuid,
        import_id -> Uuid,
        n -> Integer,
        sheet -> Integer,
        row -> Nullable<Integer>,
        col -> Nullable<Integer>,
        kind -> Text,
        severity -> Text,
        field -> Nullable<Text>,
        raw -> Nullable<Text>,
        value -> Nullable<Text>,
    }
}

diesel::table! {
    import_rows (organization_id, import_id, sheet, first_row) {
        organization_id -> Uuid,
        import_id -> Uuid,
        sheet -> Integer,
        first_row -> Integer,
        packed -> Binary,
    }
}

diesel::table! {
    import_sources (organization_id, subject_kind, subject_id, import_id, sheet, row) {
        organization_id -> Uuid,
        subject_kind -> Text,
        subject_id -> Uuid,
        import_id -> Uuid,
        sheet -> Integer,
        row -> Integer,
    }
}

diesel::table! {
    imports (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        file_name -> Text,
        file_size -> BigInt,
        file_sha256 -> Binary,
        state -> Text,
        progress -> Integer,
        sheets -> Jsonb,
        counts -> Jsonb,
        choices -> Jsonb,
        questions -> Jsonb,
        job_id -> Nullable<Uuid>,
        error -> Nullable<Jsonb>,
        kept -> Jsonb,
        made_by -> Uuid,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        written_at -> Nullable<Timestamptz>,
        version -> BigInt,
    }
}

diesel::table! {
    invitations (id) {
        id -> Uuid,
        token_hash -> Binary,
        organization_id -> Uuid,
        role -> Text,
        made_by -> Uuid,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    jobs (id) {
        id -> Uuid,
        organization_id -> Uuid,
        kind -> Text,
        subject_id -> Uuid,
        due_at -> Timestamptz,
        attempts -> Integer,
        held_until -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    meeting_items (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        meeting_id -> Uuid,
        position -> Integer,
        project_id -> Uuid,
        support_id -> Uuid,
        presenter -> Text,
        notes -> Text,
        outcome -> Nullable<Text>,
        decision -> Text,
        votes_for -> Nullable<Integer>,
        votes_against -> Nullable<Integer>,
        votes_abstained -> Nullable<Integer>,
        chair_for -> Nullable<Bool>,
        recused -> Array<Uuid>,
        changed_by -> Nullable<Uuid>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    meeting_members (organization_id, meeting_id, member_id) {
        organization_id -> Uuid,
        meeting_id -> Uuid,
        member_id -> Uuid,
        name -> Text,
        position -> Text,
        email -> Nullable<Text>,
        duty -> Text,
        has_vote -> Bool,
        is_present -> Bool,
    }
}

diesel::table! {
    meetings (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        kind -> Text,
        meeting_date -> Date,
        starts_at -> Text,
        place -> Text,
        state -> Text,
        protocol_year -> Nullable<Integer>,
        protocol_value -> Nullable<Integer>,
        protocol_number -> Nullable<Text>,
        agenda_sent_at -> Nullable<Timestamptz>,
        closed_at -> Nullable<Timestamptz>,
        closed_by -> Nullable<Uuid>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    memberships (organization_id, user_id) {
        organization_id -> Uuid,
        user_id -> Uuid,
        role -> Text,
        permissions -> Array<Text>,
        hue -> SmallInt,
        created_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
        version -> BigInt,
    }
}

diesel::table! {
    organizations (id) {
        id -> Uuid,
        name -> Text,
        region -> Text,
        time_zone -> Text,
        uses_register -> Bool,
        uses_pipeline -> Bool,
        members_edit -> Text,
        number_prefix -> Text,
        next_project_number -> BigInt,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    outbox_messages (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        to_address -> Text,
        subject -> Text,
        body -> Text,
        link_for -> Nullable<Uuid>,
        state -> Text,
        attempts -> Integer,
        error -> Nullable<Text>,
        created_at -> Timestamptz,
        sent_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    password_resets (token_hash) {
        token_hash -> Binary,
        user_id -> Uuid,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    project_counts (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        state -> Text,
        n -> BigInt,
        requested -> BigInt,
        jobs -> BigInt,
    }
}

diesel::table! {
    project_people (organization_id, project_id, user_id) {
        organization_id -> Uuid,
        project_id -> Uuid,
        user_id -> Uuid,
        position -> Integer,
    }
}

diesel::table! {
    projects (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        number_value -> BigInt,
        number -> Text,
        client_id -> Nullable<Uuid>,
        name -> Text,
        industry_id -> Nullable<Uuid>,
        address_id -> Nullable<Uuid>,
        own_amount -> Nullable<Numeric>,
        own_kopecks -> Nullable<BigInt>,
        requested_amount -> Nullable<Numeric>,
        requested_kopecks -> Nullable<BigInt>,
        total_amount -> Nullable<Numeric>,
        total_kopecks -> Nullable<BigInt>,
        tax_amount -> Nullable<Numeric>,
        tax_kopecks -> Nullable<BigInt>,
        jobs -> Nullable<Integer>,
        description -> Nullable<Text>,
        application_date -> Nullable<Date>,
        application_date_precision -> Text,
        state -> Text,
        state_changed_at -> Timestamptz,
        lead_id -> Nullable<Uuid>,
        custom -> Jsonb,
        unread -> Jsonb,
        import_id -> Nullable<Uuid>,
        source_rows -> Nullable<Array<BigInt>>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> BigInt,
        frozen_until -> Nullable<Date>,
    }
}

diesel::table! {
    search_blocks (organization_id, kind, alone, id) {
        organization_id -> Uuid,
        kind -> Text,
        alone -> Bool,
        id -> Uuid,
        subjects -> Array<Uuid>,
        words -> Text,
    }
}

diesel::table! {
    register_visits (organization_id, user_id, register) {
        organization_id -> Uuid,
        user_id -> Uuid,
        register -> Text,
        seen_at -> Timestamptz,
        since -> Timestamptz,
    }
}

diesel::table! {
    removal_requests (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        subject_kind -> Text,
        subject_id -> Uuid,
        reason -> Text,
        asked_by -> Uuid,
        asked_at -> Timestamptz,
        settled_by -> Nullable<Uuid>,
        settled_at -> Nullable<Timestamptz>,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    saved_views (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        register -> Text,
        name -> Text,
        query -> Text,
        owner_id -> Uuid,
        is_shared -> Bool,
        default_for -> Array<Text>,
        position -> Integer,
        deleted_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    search_rows (organization_id, kind, subject_id) {
        organization_id -> Uuid,
        kind -> Text,
        subject_id -> Uuid,
        content -> Text,
    }
}

diesel::table! {
    sessions (id) {
        id -> Uuid,
        token_hash -> Binary,
        user_id -> Uuid,
        created_at -> Timestamptz,
        seen_at -> Timestamptz,
        expires_at -> Timestamptz,
        device -> Text,
    }
}

diesel::table! {
    state_norms (organization_id, state) {
        organization_id -> Uuid,
        state -> Text,
        working_days -> Integer,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    supports (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        project_id -> Uuid,
        #[sql_name = "type"]
        type_ -> Nullable<Text>,
        programme_id -> Nullable<Uuid>,
        body_id -> Nullable<Uuid>,
        level -> Nullable<Text>,
        amount -> Nullable<Numeric>,
        amount_hundredths -> Nullable<BigInt>,
        unit -> Nullable<Text>,
        granted -> Nullable<Numeric>,
        granted_hundredths -> Nullable<BigInt>,
        paid -> Nullable<Numeric>,
        paid_hundredths -> Nullable<BigInt>,
        date_start -> Nullable<Date>,
        date_end -> Nullable<Date>,
        description -> Nullable<Text>,
        status -> Text,
        custom -> Jsonb,
        unread -> Jsonb,
        import_id -> Nullable<Uuid>,
        source_rows -> Nullable<Array<BigInt>>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    unplaced_decisions (organization_id, import_id, sheet, row) {
        organization_id -> Uuid,
        import_id -> Uuid,
        sheet -> Integer,
        row -> Integer,
        client_text -> Text,
        project_text -> Text,
        decision_type -> Nullable<Text>,
        decision_date -> Nullable<Date>,
        protocol_number -> Nullable<Text>,
        outcome -> Nullable<Text>,
        decision -> Nullable<Text>,
        custom -> Jsonb,
        unread -> Jsonb,
        decision_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    users (id) {
        id -> Uuid,
        email -> Text,
        password_hash -> Nullable<Text>,
        name -> Text,
        last_name -> Nullable<Text>,
        first_name -> Nullable<Text>,
        middle_name -> Nullable<Text>,
        locale -> Text,
        theme -> Text,
        density -> Text,
        last_organization_id -> Nullable<Uuid>,
        made_by_organization_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    working_calendars (organization_id, year) {
        organization_id -> Uuid,
        year -> Integer,
        days_off -> Array<Date>,
        working_days -> Array<Date>,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    contact_totals (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        owner_id -> Uuid,
        n -> BigInt,
    }
}

diesel::table! {
    deal_days (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        day -> Date,
        status -> Text,
        currency -> Text,
        n -> BigInt,
        hundredths -> Numeric,
    }
}

diesel::table! {
    deal_totals (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        owner_id -> Uuid,
        status -> Text,
        stage -> Text,
        currency -> Text,
        n -> BigInt,
        hundredths -> Numeric,
    }
}

diesel::table! {
    deals (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        contact_id -> Uuid,
        title -> Text,
        amount -> Numeric,
        amount_hundredths -> Nullable<BigInt>,
        currency -> Text,
        status -> Text,
        stage -> Text,
        owner_id -> Uuid,
        deleted_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    idempotency_keys (organization_id, user_id, key) {
        organization_id -> Uuid,
        user_id -> Uuid,
        key -> Text,
        request_hash -> Binary,
        status -> Nullable<Integer>,
        headers -> Jsonb,
        body -> Binary,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    refresh_tokens (token_hash) {
        token_hash -> Binary,
        family_id -> Uuid,
        user_id -> Uuid,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    tasks (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        deal_id -> Nullable<Uuid>,
        project_id -> Nullable<Uuid>,
        client_id -> Nullable<Uuid>,
        title -> Text,
        description -> Nullable<Text>,
        due_date -> Nullable<Date>,
        is_done -> Bool,
        done_at -> Nullable<Timestamptz>,
        assignee_id -> Uuid,
        author_id -> Nullable<Uuid>,
        origin -> Nullable<Text>,
        deleted_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    file_contents (organization_id, sha256) {
        organization_id -> Uuid,
        sha256 -> Binary,
        size -> BigInt,
        media_type -> Text,
        stored_id -> Uuid,
        reference_count -> Integer,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    file_requirements (organization_id, state, kind) {
        organization_id -> Uuid,
        state -> Text,
        kind -> Text,
        is_required -> Bool,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    file_versions (organization_id, file_id, number) {
        organization_id -> Uuid,
        file_id -> Uuid,
        number -> Integer,
        upload_id -> Uuid,
        sha256 -> Binary,
        name -> Text,
        author_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    files (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        project_id -> Nullable<Uuid>,
        client_id -> Nullable<Uuid>,
        deal_id -> Nullable<Uuid>,
        kind -> Text,
        name -> Text,
        newest -> Integer,
        author_id -> Nullable<Uuid>,
        deleted_at -> Nullable<Timestamptz>,
        deleted_by -> Nullable<Uuid>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    api_keys (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        name -> Text,
        key_hash -> Binary,
        ending -> Text,
        scope -> Text,
        made_by -> Uuid,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        last_used_at -> Nullable<Timestamptz>,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    erasures (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        subject_kind -> Text,
        subject_id -> Uuid,
        reason -> Text,
        erased_by -> Uuid,
        erased_at -> Timestamptz,
    }
}

diesel::table! {
    webhooks (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        url -> Text,
        kinds -> Array<Text>,
        secret -> Text,
        active -> Bool,
        made_by -> Uuid,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> BigInt,
    }
}

diesel::table! {
    webhook_deliveries (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        webhook_id -> Uuid,
        event -> Text,
        body -> Text,
        state -> Text,
        attempts -> Integer,
        status -> Nullable<Integer>,
        error -> Nullable<Text>,
        created_at -> Timestamptz,
        tried_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    notices (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        user_id -> Uuid,
        kind -> Text,
        subject_kind -> Nullable<Text>,
        subject_id -> Nullable<Uuid>,
        actor_id -> Nullable<Uuid>,
        excerpt -> Text,
        created_at -> Timestamptz,
        read_at -> Nullable<Timestamptz>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    act_changes,
    activities,
    acts,
    addresses,
    bulk_changes,
    bulk_rows,
    changes,
    client_rows,
    clients,
    contact_totals,
    commission_members,
    commissions,
    contacts,
    deal_days,
    deal_totals,
    deals,
    idempotency_keys,
    refresh_tokens,
    tasks,
    custom_fields,
    custom_values,
    decisions,
    directory_entries,
    file_contents,
    file_requirements,
    file_versions,
    files,
    import_differences,
    import_memory,
    import_problems,
    import_rows,
    import_sources,
    imports,
    invitations,
    jobs,
    meeting_items,
    meeting_members,
    meetings,
    memberships,
    organizations,
    outbox_messages,
    password_resets,
    project_counts,
    project_people,
    projects,
    removal_requests,
    search_blocks,
    register_visits,
    saved_views,
    search_rows,
    sessions,
    state_norms,
    supports,
    unplaced_decisions,
    users,
    working_calendars,
    api_keys,
    webhooks,
    webhook_deliveries,
);
