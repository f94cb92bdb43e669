package dev.rollcall.gateway.verify;

import dev.rollcall.gateway.answer.Answer;

/** What reading the signature headers gives: all three of one family, or the answer that refuses the request. */
public sealed interface HeaderReading permits SignatureHeaders, HeaderReading.Refused {

    /**
     * @param answer one of those with status 400
     */
    record Refused(Answer answer) implements HeaderReading {}
}
