import os

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, jsonify, redirect, session
from urllib.parse import urlencode

URL, ISSUER = os.environ["APP_URL"], os.environ["ISSUER"]

app = Flask(__name__)
app.secret_key = os.environ["SESSION_SECRET"]
app.config.update(SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_SECURE=URL.startswith("https:"))

engine = OAuth(app).register(
    "engine",
    server_metadata_url=f"{ISSUER}/.well-known/openid-configuration",
    client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"],
    client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256", "timeout": 5},
)


@app.before_request
def signed_in():
    from flask import request

    if request.endpoint not in ("callback", "signed_out") and "user" not in session:
        return engine.authorize_redirect(f"{URL}/callback")


@app.get("/callback")
def callback():
    try:
        tokens = engine.authorize_access_token()
    except OAuthError as refused:
        return f"The sign-in did not work: {refused.error}", 400
    info = engine.userinfo(token=tokens)
    # Flask keeps its session in the browser, signed and readable. Tokens belong into a store of your server; see Flask-Session.
    session["user"] = {"sub": info["sub"], "email": info.get("email")}
    session["tokens"] = {name: tokens[name] for name in ("access_token", "refresh_token", "id_token", "token_type")}
    return redirect("/")


@app.get("/")
def home():
    return jsonify(session["user"])


@app.get("/userinfo")
def userinfo():
    answer = engine.get(engine.load_server_metadata()["userinfo_endpoint"], token=session["tokens"])
    return answer.json(), answer.status_code


@app.get("/refresh")
def refresh():
    before = session["tokens"]
    client = engine._get_oauth_client(**engine.load_server_metadata())
    after = client.refresh_token(engine.load_server_metadata()["token_endpoint"], refresh_token=before["refresh_token"])
    # The former refresh token is used up: keep the new one.
    session["tokens"] = {**before, "access_token": after["access_token"], "refresh_token": after["refresh_token"]}
    return jsonify(renewed=after["access_token"] != before["access_token"])


@app.get("/revoke")
def revoke():
    metadata = engine.load_server_metadata()
    client = engine._get_oauth_client(**metadata)
    answers = [client.revoke_token(metadata["revocation_endpoint"], token=session["tokens"][name], token_type_hint=name) for name in ("access_token", "refresh_token")]
    return jsonify(revoked=all(answer.ok for answer in answers))


@app.get("/logout")
def logout():
    query = urlencode({"id_token_hint": session["tokens"]["id_token"], "post_logout_redirect_uri": f"{URL}/signed-out"})
    session.clear()
    return redirect(f"{engine.load_server_metadata()['end_session_endpoint']}?{query}")


@app.get("/signed-out")
def signed_out():
    return "You are signed out."
