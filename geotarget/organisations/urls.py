from __future__ import annotations

from django.contrib.auth.views import LogoutView, PasswordChangeView
from django.urls import path
from django.views.i18n import set_language

from .views import api_tokens, home, sending, sign_in, switch, theme, users

urlpatterns = [
    path("", home.home, name="home"),
    path("login/", sign_in.SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", PasswordChangeView.as_view(success_url="/"), name="password_change"),
    path("language/", set_language, name="set_language"),
    path("organisation/", switch.switch_organisation, name="switch_organisation"),
    path("appearance/", theme.edit_theme, name="theme"),
    path("appearance/<slug:colour>.css", theme.theme_css, name="theme_css"),
    path("appearance/<slug:digest>.png", theme.logo, name="logo"),
    path("sending/", sending.edit_sending, name="sending"),
    path("users/", users.user_list, name="users"),
    path("users/new/", users.new_user, name="new_user"),
    path("users/<int:pk>/", users.edit_user, name="edit_user"),
    path("users/<int:pk>/remove/", users.remove_user, name="remove_user"),
    path("users/<int:pk>/password/", users.reset_password, name="reset_password"),
    path("tokens/", api_tokens.token_list, name="tokens"),
    path("tokens/new/", api_tokens.new_token, name="new_token"),
    path("tokens/<int:pk>/revoke/", api_tokens.revoke_token, name="revoke_token"),
]
