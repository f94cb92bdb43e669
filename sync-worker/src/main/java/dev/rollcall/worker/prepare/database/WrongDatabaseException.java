package dev.rollcall.worker.prepare.database;

import dev.rollcall.startup.ForOperator;

/**
 * The database, or the login, is not the one that the worker may write with. Its message is one line for the operator:
 * what is wrong and what to do. Nothing is lost by waiting, so in a running worker it is a failure of unknown kind.
 */
public final class WrongDatabaseException extends RuntimeException implements ForOperator {

    public WrongDatabaseException(String line) {
        super(line);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
