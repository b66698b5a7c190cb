import os

import requests
from authlib.integrations.flask_oauth2 import ResourceProtector, current_token
from authlib.oauth2.rfc7662 import IntrospectTokenValidator
from flask import Flask, jsonify

AUTHENGINE_URL = os.environ["AUTHENGINE_URL"]
AUTHENGINE_KEY = os.environ["AUTHENGINE_KEY"]


class AskAuthEngine(IntrospectTokenValidator):
    def introspect_token(self, token_string):
        answer = requests.post(
            AUTHENGINE_URL + "/api/v1/auth/introspect",
            data={"token": token_string},
            auth=("orders", AUTHENGINE_KEY),  # client_secret_basic; the name that the key was made for
            timeout=5,  # requests has none of its own
            allow_redirects=False,
        )
        if answer.status_code != 200:
            raise requests.HTTPError(f"AuthEngine answered {answer.status_code}")
        return answer.json()


require_oauth = ResourceProtector()
require_oauth.register_token_validator(AskAuthEngine())
app = Flask(__name__)


@app.errorhandler(requests.RequestException)
def no_answer(error):
    """No answer, whatever the reason, is a no."""
    app.logger.error("%s: %s", type(error).__name__, error)
    return jsonify(code="unavailable"), 503


@app.get("/orders")
@require_oauth("orders.view")
def list_orders():
    return jsonify(orders=[], user=current_token["sub"])


@app.get("/manage")
@app.get("/manage/<order>")
@require_oauth("orders.manage")
def manage(order=None):
    return jsonify(orders=[], user=current_token["sub"])


@app.get("/opening-hours")
def opening_hours():
    return jsonify(orders=[])
