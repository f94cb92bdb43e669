package dev.rollcall.worker.survey.run;

import dev.rollcall.worker.operate.replay.EventPublisher;
import dev.rollcall.worker.survey.api.ClerkAnswers;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;

/**
 * Whom a survey asks.
 *
 * @param clerk within its budget
 * @param requests that were made of it
 * @param publisher used by the survey alone
 */
public record SurveyServices(
        ClerkAnswers clerk,
        Requests requests,
        DataSource database,
        Admin admin,
        EventPublisher publisher,
        SurveyTime time) {}
