-- Blanking works on the tokens of a document, not on its text: where a number held a needle, the text between two strings was
-- taken for a string.

create or replace function rollcall.without_mentions(document jsonb, needles text[]) returns jsonb
    language plpgsql immutable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
declare
    found constant text[] := rollcall.mentioned(document, needles);
    pattern text;
begin
    if cardinality(found) = 0 then
        return document;
    end if;
    pattern := rollcall.mention_pattern(found);
    -- By its text, since a walk through a document as deep as people can make it ends at the limit of the stack. Outside of
    -- strings there are numbers, true, false and null.
    return (select string_agg(case when not starts_with(t.token, '"') then regexp_replace(t.token, pattern, 'null', 'gi')
                                   when t.token !~* pattern then t.token
                                   when starts_with(t.next, ':') then '"(erased)"'
                                   else 'null' end, '' order by t.place)::jsonb
            from (select r.parts[1] as token, r.place, lead(r.parts[1]) over (order by r.place) as next
                  from regexp_matches(document::text, '"(?:[^"\\]|\\.)*"|[^"]+', 'g') with ordinality as r(parts, place)) as t);
end
$$;
